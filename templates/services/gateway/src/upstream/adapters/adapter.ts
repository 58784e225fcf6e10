import type { UpstreamKind, UpstreamSettings } from "../../config/upstreams.ts"
import type { Question } from "../question.ts"
import { huggingface } from "./huggingface.ts"
import { modal } from "./modal.ts"
import { openai } from "./openai.ts"
import { plainHttp } from "./plain-http.ts"

/** How one kind of upstream wants to be asked. A new kind is a file beside this one, and a line below. */
export interface Adapter {
  readonly prepare: (question: Question, upstream: UpstreamSettings) => Prepared
  /** Headers that open the upstream. */
  readonly credentials: (upstream: UpstreamSettings) => Readonly<Record<string, string>>
  /** Whether this status means that the upstream was asleep and is waking up. */
  readonly isWaking: (status: number) => boolean
}

export interface Prepared {
  /** Below the upstream's address. */
  readonly path: string
  readonly body: Uint8Array | undefined
  /** Where the upstream answers otherwise than the gateway does: its answers in the gateway's form. */
  readonly translate?: Translation
}

export interface Translation {
  /** A whole answer, of JSON. */
  readonly whole: (json: unknown) => unknown
  /** The data of one event of a stream. */
  readonly event: (json: unknown) => unknown
}

export function adapterOf(kind: UpstreamKind): Adapter {
  switch (kind) {
    case "openai":
      return openai
    case "modal":
      return modal
    case "huggingface":
      return huggingface
    case "http":
      return plainHttp
  }
}

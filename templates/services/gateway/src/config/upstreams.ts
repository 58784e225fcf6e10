import * as z from "zod/mini"
import { duration, kind, list, type Settings, text, url } from "./settings.ts"

export type UpstreamKind = "openai" | "modal" | "huggingface" | "http"

export interface UpstreamSettings {
  /** In metrics, logs and the header `x-upstream`. */
  readonly name: string
  /** Without a trailing slash and without `/v1`. */
  readonly url: string
  readonly kind: UpstreamKind
  readonly token: string | undefined
  readonly modal: { readonly key: string; readonly secret: string } | undefined
  /** Models that it serves; undefined for all. */
  readonly models: readonly string[] | undefined
  /** The model that `/v1/generate` means where it names none. */
  readonly generateModel: string | undefined
  /** How long it may take to wake up; 0 where it never sleeps. */
  readonly coldStartMs: number
  readonly timeouts: Timeouts
}

/** All in milliseconds. */
export interface Timeouts {
  readonly connect: number
  readonly firstByte: number
  /** Between two parts of the answer. */
  readonly idle: number
}

export const upstreamSchema = z.strictObject({
  name: z.string().check(z.regex(/^[a-z0-9][a-z0-9_-]{0,31}$/, "has to be a short name.")),
  url,
  kind: z._default(kind, "auto"),
  token: z.optional(text),
  modal: z.optional(z.strictObject({ key: text, secret: text })),
  models: z.optional(list),
  generateModel: z.optional(text),
  coldStart: z.optional(duration),
  connectTimeout: z.optional(duration),
  firstByteTimeout: z.optional(duration),
  idleTimeout: z.optional(duration),
})

type Written = z.output<typeof upstreamSchema>

const defaultColdStartMs = 300_000

/** Those of the variables first, then those of the file. */
export function upstreamsOf(
  set: Settings,
  written: readonly Written[],
): readonly UpstreamSettings[] {
  const { upstreamUrl, modalKey: key, modalSecret: secret } = set
  const modal = key === undefined || secret === undefined ? undefined : { key, secret }
  const main = { name: "main", kind: set.upstreamKind, token: set.upstreamToken, modal }
  const fallback = { name: "fallback", kind: set.fallbackKind, token: set.fallbackToken }
  return [
    ...(upstreamUrl === undefined ? [] : [complete({ ...main, url: upstreamUrl }, set)]),
    ...written.map((each) => complete(each, set)),
    ...(set.fallbackUrl === undefined
      ? []
      : [complete({ ...fallback, url: set.fallbackUrl }, set)]),
  ]
}

type Loose<T> = { [K in keyof T]?: T[K] | undefined } & Pick<Written, "name" | "url" | "kind">

function complete(upstream: Loose<Written>, set: Settings): UpstreamSettings {
  const known = upstream.kind === "auto" ? kindByAddress(upstream.url) : upstream.kind
  const sleeps = known === "modal" || known === "huggingface"
  return {
    name: upstream.name,
    url: upstream.url.replace(/\/+$/, "").replace(/\/v1$/, ""),
    kind: known,
    token: upstream.token,
    modal: upstream.modal,
    models: upstream.models,
    generateModel: upstream.generateModel,
    coldStartMs: upstream.coldStart ?? set.coldStart ?? (sleeps ? defaultColdStartMs : 0),
    timeouts: {
      connect: upstream.connectTimeout ?? set.connectTimeout,
      firstByte: upstream.firstByteTimeout ?? set.firstByteTimeout,
      idle: upstream.idleTimeout ?? set.idleTimeout,
    },
  }
}

function kindByAddress(address: string): UpstreamKind {
  const { hostname } = new URL(address)
  if (/\.modal\.(?:run|direct)$/.test(hostname)) return "modal"
  if (/\.huggingface\.(?:cloud|co)$/.test(hostname)) return "huggingface"
  return hostname === "api.openai.com" ? "openai" : "http"
}

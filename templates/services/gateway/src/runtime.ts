import type { Context } from "hono"
import type { KeyStorage } from "./auth/key-store.ts"
import type { Send, Write } from "./http/send.ts"
import type { Log } from "./observe/log.ts"
import type { Redis } from "./redis/redis.ts"

/** What differs between Node and Workers, and what tests replace. Everything else imports nothing of either. */
export interface Runtime {
  /** Milliseconds since 1970. */
  readonly nowMs: () => number
  /** From 0 to 1. */
  readonly random: () => number
  /** Ends early, without an error, when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** In hex. */
  readonly sha256: (text: string) => string | Promise<string>
  readonly send: Send
  readonly log: Log
  /** Where usage is written, one line at a time; undefined where it is not wanted. */
  readonly usage: ((line: string) => void) | undefined
  readonly http: HttpSide
  /** Undefined where none is set. */
  readonly redis: Redis | undefined
  /** Tells an error tracker, where one is set. Never rejects. */
  readonly report: (error: unknown, about: Readonly<Record<string, string>>) => void
  /** The store of issued keys when it is a file. */
  readonly keyFile: KeyStorage | undefined
}

/** The side of the clients. */
export interface HttpSide {
  /** The body; undefined when it is larger than `mostBytes`. Rejects when the client leaves. */
  readonly readBody: (c: Context, mostBytes: number) => Promise<Uint8Array | undefined>
  /** Calls back when the client leaves before the answer is out. */
  readonly onClientGone: (c: Context, gone: () => void) => void
  /** Answers with all of it at once. */
  readonly answerWhole: (c: Context, head: Head, body: Uint8Array) => Response
  /** Answers in parts: `produce` writes them and ends when all are out. It never rejects. */
  readonly answerInParts: (c: Context, head: Head, produce: Produce) => Response
  /** Lets what a request has begun go on after its end. */
  readonly outlive: (c: Context, begun: Promise<unknown>) => void
  /** Address of the caller, as far as the connection itself tells. */
  readonly peerAddress: (c: Context) => string | undefined
}

export interface Head {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
}

export type Produce = (write: Write) => Promise<void>

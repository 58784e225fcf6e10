import type { Config } from "../config/config.ts"
import { fetchText } from "../http/fetch-text.ts"
import type { Send } from "../http/send.ts"

export type Report = (error: unknown, about: Readonly<Record<string, string>>) => void

/** Reports in one minute; more of them say nothing new. */
const mostPerMinute = 20

/**
 * Sends errors to Sentry, or to what speaks its envelopes, without an SDK that takes 60 MB: the kind of error, its
 * stack and the request's id, never a body or a header.
 * Source: https://develop.sentry.dev/sdk/foundations/transport/envelopes/ (2026-11).
 */
export function createReporter(config: Config, send: Send): Report {
  const { sentryDsn, sentrySampleRate, sentryEnvironment, aidepDeployment } = config
  const target = sentryDsn === undefined ? undefined : targetOf(sentryDsn)
  if (target === undefined) return () => undefined
  let minute = 0
  let sent = 0
  return (error, about) => {
    const nowMs = Date.now()
    if (Math.floor(nowMs / 60_000) !== minute) sent = 0
    minute = Math.floor(nowMs / 60_000)
    if (sent >= mostPerMinute || Math.random() >= sentrySampleRate) return
    sent += 1
    const event = {
      ...eventOf(error, about),
      environment: sentryEnvironment,
      release: aidepDeployment,
    }
    fetchText(send, {
      url: target.url,
      headers: {
        "content-type": "application/x-sentry-envelope",
        "x-sentry-auth": `Sentry sentry_version=7, sentry_client=gateway/1.0, sentry_key=${target.key}`,
      },
      body: envelope(event, nowMs),
    }).catch(() => undefined)
  }
}

/** `https://KEY@HOST/PREFIX/PROJECT` */
function targetOf(dsn: string): { readonly url: string; readonly key: string } | undefined {
  const { origin, pathname, username } = new URL(dsn)
  const parts = pathname.split("/").filter(Boolean)
  const project = parts.pop()
  if (project === undefined || username === "") return undefined
  return { url: `${[origin, ...parts].join("/")}/api/${project}/envelope/`, key: username }
}

function eventOf(error: unknown, tags: Readonly<Record<string, string>>) {
  const known = error instanceof Error
  const value = known ? error.message : String(error)
  const type = known ? error.name : "Error"
  return {
    event_id: crypto.randomUUID().replaceAll("-", ""),
    timestamp: Date.now() / 1000,
    platform: "javascript",
    level: "error",
    tags,
    exception: { values: [{ type, value, stacktrace: { frames: framesOf(error) } }] },
  }
}

/** Sentry wants the innermost call last. */
function framesOf(error: unknown) {
  const lines = error instanceof Error ? (error.stack ?? "").split("\n").slice(1) : []
  return lines
    .flatMap((line) => {
      const [, name = "?", filename, lineno, colno] =
        /^\s*at (?:(.+?) \()?(.+?):(\d+):(\d+)\)?$/.exec(line) ?? []
      if (filename === undefined) return []
      return [{ function: name, filename, lineno: Number(lineno), colno: Number(colno) }]
    })
    .toReversed()
}

function envelope(event: { readonly event_id: string }, nowMs: number): string {
  const head = { event_id: event.event_id, sent_at: new Date(nowMs).toISOString() }
  return [head, { type: "event" }, event].map((part) => JSON.stringify(part)).join("\n")
}

import { AidepError, type ObservedResource } from "aidep/provider"
import { accountOf, change, type CloudflareScope } from "../api/cloudflare-api.ts"
import { telemetry } from "./answers.ts"

/** Workers Logs keep a week on paid plans, three days on the free one. */
const keptMs = 3 * 24 * 60 * 60_000
const pauseMs = 5000
/** Lines arrive late and out of order: the last ones are asked for again. */
const overlapMs = 30_000
const mostLines = 1000

interface Line {
  readonly id: string
  readonly atMs: number
  readonly text: string
}

/**
 * What the Worker logged, from Workers Logs: nothing where the option `observability` is off. A query changes nothing,
 * though it is sent as POST.
 *
 * Source: https://developers.cloudflare.com/api/resources/workers/subresources/observability/ (2026-11).
 *
 * @throws AidepError `platform/...` where Cloudflare does not give them.
 */
export async function* workerLogs(
  { id }: ObservedResource,
  { follow, lines }: { readonly lines: number; readonly follow: boolean },
  scope: CloudflareScope,
): AsyncIterable<string> {
  const { clock } = scope.ports
  const first = await linesOf({ name: id, fromMs: clock.nowMs() - keptMs, most: lines }, scope)
  yield* first.map(({ text }) => text)
  const seen = new Set(first.map((line) => line.id))
  if (!follow) return
  while (!scope.signal.aborted) {
    await clock.sleep(pauseMs, scope.signal)
    if (scope.signal.aborted) return
    const fromMs = clock.nowMs() - pauseMs - overlapMs
    const news = (await linesOf({ name: id, fromMs, most: mostLines }, scope)).filter(
      (line) => !seen.has(line.id),
    )
    for (const line of news) seen.add(line.id)
    yield* news.map(({ text }) => text)
  }
}

interface Asked {
  readonly name: string
  readonly fromMs: number
  readonly most: number
}

/** Oldest first. */
async function linesOf(
  { fromMs, most, name }: Asked,
  scope: CloudflareScope,
): Promise<readonly Line[]> {
  const filter = { key: "$metadata.service", operation: "eq", type: "string", value: name }
  const outcome = await change(
    {
      operation: "queryTelemetry",
      method: "POST",
      path: `/accounts/${accountOf(scope)}/workers/observability/telemetry/query`,
      body: {
        queryId: "aidep-logs",
        timeframe: { from: fromMs, to: scope.ports.clock.nowMs() },
        view: "events",
        limit: Math.min(mostLines, most),
        parameters: { filters: [filter] },
      },
      answer: telemetry,
      idempotent: true,
    },
    scope,
  )
  if (outcome.status === "failed") throw new AidepError(outcome.problem)
  const events = outcome.value.events?.events ?? []
  return events
    .map(({ $metadata: { id, message }, timestamp: atMs }) => ({ id, atMs, text: message ?? "" }))
    .toSorted((a, b) => a.atMs - b.atMs)
}

import { AidepError, type ApiOutcome, type ObservedResource } from "aidep/provider"
import * as z from "zod"
import { kinds } from "../resources.ts"
import { addressOf, type FlyScope, send } from "./api/fly-api.ts"

/** Not of the Machines API: where flyctl reads them. Source: `resource_logs.go` of fly-go, 2026-08-21. */
export const logsAddress = "https://api.fly.io/api/v1"

const pauseMs = 3000

const page = z.object({
  data: z.array(z.object({ attributes: z.object({ timestamp: z.string(), message: z.string() }) })),
  meta: z.object({ next_token: z.string().nullish() }).nullish(),
})

/** @throws AidepError `platform/...` where Fly does not give them. */
export async function* logs(
  { id: app, kind }: ObservedResource,
  { follow, lines }: { readonly lines: number; readonly follow: boolean },
  scope: FlyScope,
): AsyncIterable<string> {
  if (kind !== kinds.app) return
  const first = valueOf(await readPage({ app }, undefined, scope))
  yield* first.lines.slice(-lines).map(({ message }) => message)
  if (!follow) return
  let token = first.next
  while (!scope.signal.aborted) {
    await scope.ports.clock.sleep(pauseMs, scope.signal)
    if (scope.signal.aborted) return
    const news = valueOf(await readPage({ app }, token, scope))
    token = news.next ?? token
    yield* news.lines.map(({ message }) => message)
  }
}

interface LogSource {
  readonly app: string
  /** Id; undefined for all of the app. */
  readonly machine?: string
}

interface Line {
  readonly timestamp: string
  readonly message: string
}

/** Oldest first. */
export async function lastLines(
  source: LogSource,
  scope: FlyScope,
): Promise<ApiOutcome<readonly Line[]>> {
  const outcome = await readPage(source, undefined, scope)
  return outcome.status === "failed" ? outcome : { status: "done", value: outcome.value.lines }
}

async function readPage(
  { app, machine }: LogSource,
  token: string | undefined,
  scope: FlyScope,
): Promise<ApiOutcome<{ readonly lines: readonly Line[]; readonly next: string | undefined }>> {
  const query = { next_token: token ?? "", instance: machine }
  const outcome = await send(
    {
      operation: "readLogs",
      method: "GET",
      url: addressOf(`${logsAddress}/apps/${app}/logs`, query),
      effect: "read",
      idempotent: true,
      answer: page,
    },
    scope,
  )
  if (outcome.status === "failed") return outcome
  const { data, meta } = outcome.value
  const lines = data.map(({ attributes }) => attributes)
  const sorted = lines.toSorted((a, b) => (a.timestamp < b.timestamp ? -1 : 1))
  return { status: "done", value: { lines: sorted, next: meta?.next_token ?? undefined } }
}

function valueOf<T>(outcome: ApiOutcome<T>): T {
  if (outcome.status === "failed") throw new AidepError(outcome.problem)
  return outcome.value
}

import { AidepError, type ApiOutcome, type ObservedResource } from "aidep/provider"
import { logPage } from "./api/answers.ts"
import { read, type RenderScope } from "./api/render-api.ts"
import { retrieveService } from "./api/service-calls.ts"

const pauseMs = 3000

interface Line {
  readonly id: string
  readonly message: string
  readonly timestamp: string
}

/** @throws AidepError `platform/...` where Render does not give them. */
export async function* logs(
  { id }: ObservedResource,
  { follow, lines }: { readonly lines: number; readonly follow: boolean },
  scope: RenderScope,
): AsyncIterable<string> {
  const first = valueOf(await lastLines(id, lines, scope))
  yield* first.map(({ message }) => message)
  const seen = new Set(first.map((line) => line.id))
  if (!follow) return
  let since = first.at(-1)?.timestamp
  while (!scope.signal.aborted) {
    await scope.ports.clock.sleep(pauseMs, scope.signal)
    if (scope.signal.aborted) return
    const page = valueOf(await linesSince(id, since, scope))
    const news = page.filter((line) => !seen.has(line.id))
    for (const line of news) seen.add(line.id)
    since = news.at(-1)?.timestamp ?? since
    yield* news.map(({ message }) => message)
  }
}

/** Oldest first. */
export async function lastLines(
  id: string,
  lines: number,
  scope: RenderScope,
): Promise<ApiOutcome<readonly Line[]>> {
  const outcome = await page(id, { direction: "backward", limit: Math.min(100, lines) }, scope)
  if (outcome.status === "failed") return outcome
  return { status: "done", value: byTime(outcome.value) }
}

async function linesSince(id: string, startTime: string | undefined, scope: RenderScope) {
  const outcome = await page(id, { direction: "forward", limit: 100, startTime }, scope)
  if (outcome.status === "failed") return outcome
  return { status: "done", value: byTime(outcome.value) } as const
}

async function page(
  id: string,
  query: Readonly<Record<string, string | number | undefined>>,
  scope: RenderScope,
): Promise<ApiOutcome<readonly Line[]>> {
  const service = await retrieveService(id, scope)
  if (service.status === "failed") return service
  if (service.value === undefined) return { status: "done", value: [] }
  const { ownerId } = service.value
  const outcome = await read(
    {
      operation: "listLogs",
      path: "/logs",
      query: { ownerId, resource: id, ...query },
      answer: logPage,
    },
    scope,
  )
  return outcome.status === "failed" ? outcome : { status: "done", value: outcome.value.logs }
}

function byTime(lines: readonly Line[]): readonly Line[] {
  return lines.toSorted((a, b) => (a.timestamp < b.timestamp ? -1 : 1))
}

function valueOf<T>(outcome: ApiOutcome<T>): T {
  if (outcome.status === "failed") throw new AidepError(outcome.problem)
  return outcome.value
}

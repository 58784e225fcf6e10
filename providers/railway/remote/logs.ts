import { AidepError, type ApiOutcome, type ObservedResource } from "aidep/provider"
import { logsDocument } from "./api/documents.ts"
import { ask, type RailwayScope } from "./api/railway-api.ts"
import { readInstance, requireEnvironmentId } from "./api/read.ts"

/** Each look is one of the 100 requests an hour of a free plan. */
const pauseMs = 15_000
const mostLines = 500

export interface Log {
  readonly build: readonly Line[]
  readonly run: readonly Line[]
}

interface Line {
  readonly message: string
  readonly timestamp: string
}

/**
 * Of the newest deployment: its build, then what it wrote.
 *
 * @throws AidepError `platform/...` where Railway does not give them.
 */
export async function* logs(
  { id }: ObservedResource,
  { follow, lines }: { readonly lines: number; readonly follow: boolean },
  scope: RailwayScope,
): AsyncIterable<string> {
  const first = valueOf(await readLines(id, scope)).slice(-lines)
  yield* first.map(({ message }) => message)
  if (!follow) return
  let seen = new Set(first.map(keyOf))
  while (!scope.signal.aborted) {
    await scope.ports.clock.sleep(pauseMs, scope.signal)
    if (scope.signal.aborted) return
    const all = valueOf(await readLines(id, scope))
    const since = first.at(0)?.timestamp ?? ""
    const news = all.filter((line) => !seen.has(keyOf(line)) && line.timestamp >= since)
    seen = new Set([...seen, ...news.map(keyOf)])
    yield* news.map(({ message }) => message)
  }
}

function keyOf({ message, timestamp }: Line): string {
  return `${timestamp} ${message}`
}

async function readLines(id: string, scope: RailwayScope): Promise<ApiOutcome<readonly Line[]>> {
  const environmentId = await requireEnvironmentId(scope)
  if (environmentId.status === "failed") return environmentId
  const instance = await readInstance(id, environmentId.value, scope)
  if (instance.status === "failed") return instance
  const deployment = instance.value?.latestDeployment?.id
  if (deployment === undefined) return { status: "done", value: [] }
  const log = await readLog(deployment, mostLines, scope)
  if (log.status === "failed") return log
  return { status: "done", value: [...log.value.build, ...log.value.run] }
}

export async function readLog(
  deploymentId: string,
  limit: number,
  scope: RailwayScope,
): Promise<ApiOutcome<Log>> {
  const outcome = await ask(logsDocument, { deploymentId, limit }, scope)
  if (outcome.status === "failed") return outcome
  const { buildLogs: build, deploymentLogs: run } = outcome.value
  return { status: "done", value: { build, run } }
}

function valueOf<T>(outcome: ApiOutcome<T>): T {
  if (outcome.status === "failed") throw new AidepError(outcome.problem)
  return outcome.value
}

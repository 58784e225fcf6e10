import type { RemoteScope } from "aidep/provider"
import * as z from "zod"
import type { Described } from "./describe-state.ts"
import { parseJson } from "./parse-json.ts"
import { runCommand } from "./prepare/job.ts"

/** What the job runner answers. */
const jobState = z.object({
  running: z.boolean(),
  last: z.object({ succeeded: z.boolean(), how: z.string(), endedAt: z.string() }).optional(),
})
const askMs = 5000

/** What a job that stands has to say of its runs. One whose last run failed does not work. */
export async function describeJob(
  url: string | undefined,
  { ports, signal }: RemoteScope,
): Promise<Described> {
  const outcome = await ports.prober.probe(
    { method: "GET", url: `${url}/`, headers: {} },
    { totalTimeoutMs: askMs, signal },
  )
  if (outcome.status === "failed")
    return { state: "failed", about: `Its runner does not answer: ${outcome.reason}` }
  const parsed = jobState.safeParse(parseJson(outcome.answer.body))
  if (!parsed.success)
    return { state: "failed", about: "Its runner gives no answer that makes sense." }
  const { running, last } = parsed.data
  if (running) return { state: "running", about: "It runs at this moment." }
  const how = `${runCommand(url)} runs it.`
  if (last === undefined) return { state: "running", about: `Ready: ${how}` }
  const ended = `Its last run ended ${last.how}, at ${last.endedAt}.`
  return { state: last.succeeded ? "running" : "failed", about: `${ended} ${how}` }
}

import pMap from "p-map"
import type { Context } from "../../context.ts"
import type { CheckResult } from "../check-result.ts"
import type { LiveSubject } from "./live-subject.ts"
import { probeOpenAi } from "./probe-openai.ts"
import { probeRateLimit } from "./probe-rate-limit.ts"
import { probeTransport } from "./probe-transport.ts"

export interface LiveProbes {
  /** Requests that may be sent to meet a limit; undefined: none. */
  readonly rateLimit?: number | undefined
}

/**
 * What every service is asked that stands, without a check of the manifest's own; services side by side. Limits come
 * last, one service after the other: whoever was refused once is refused for a while.
 */
export async function probeLive(
  subject: LiveSubject,
  { rateLimit }: LiveProbes,
  context: Context,
): Promise<readonly CheckResult[]> {
  const { project, signal } = subject
  const asked = await pMap(
    project.services,
    async (service) => {
      if (signal.aborted) return []
      const [transport, model] = await Promise.all([
        probeTransport(service, subject, context),
        probeOpenAi(service, subject, context),
      ])
      return [...transport, ...model]
    },
    { concurrency: 250 },
  )
  const limits: CheckResult[] = []
  for (const service of rateLimit === undefined || signal.aborted ? [] : project.services)
    limits.push(...(await probeRateLimit(service, { subject, most: rateLimit ?? 0 }, context)))
  return [...asked.flat(), ...limits]
}

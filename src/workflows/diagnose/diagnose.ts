import { diagnoseService } from "../../core/diagnosis/diagnose.ts"
import type { ServiceEvidence, Symptom } from "../../core/diagnosis/evidence.ts"
import { nearest } from "../../core/manifest/nearest.ts"
import type { Service } from "../../core/project/project.ts"
import { isExternal } from "../../core/project/resolve-service.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { unknownItem } from "../../errors/catalogue/project.ts"
import type { Context } from "../context.ts"
import { observeAll, openDrivers } from "../deploy/drivers.ts"
import { readState } from "../deploy/state/state-files.ts"
import { type LoadedProject, loadProject, type ProjectInput } from "../load-project.ts"
import { loadSecrets } from "../load-secrets.ts"
import { secretValues } from "../secret-values.ts"
import { gatherEvidence } from "./gather-evidence.ts"
import type { Scene } from "./scene.ts"

export interface DiagnoseInput extends ProjectInput {
  /** Default: every service that is aidep's to deploy. */
  readonly service?: string | undefined
  readonly signal: AbortSignal
}

export interface DiagnosedService {
  readonly service: string
  /** What was looked at, in a few words each: `100 lines of its log`. */
  readonly looked: readonly string[]
  /** Causes before their effects. */
  readonly symptoms: readonly Symptom[]
}

export interface Diagnosis {
  readonly environment: string
  readonly services: readonly DiagnosedService[]
}

/**
 * Looks at logs, metrics, answers and settings of services, and says what is wrong and what to change. Changes nothing.
 *
 * @throws AidepError those of `loadProject`; `project/unknown-name`; those of platforms that cannot be asked.
 */
export async function diagnose(input: DiagnoseInput, context: Context): Promise<Diagnosis> {
  const loaded = await loadProject({ ...input, placement: "recorded" }, context)
  const drivers = await openDrivers(loaded, context, { signal: input.signal })
  const scene: Scene = {
    loaded,
    drivers,
    observed: await observeAll(drivers),
    release: (await readState(loaded, context)).releases.at(-1),
    secret: await loadSecrets({ ...loaded, environment: loaded.project.environment }, context),
    secrets: await secretValues(loaded, context),
    signal: input.signal,
  }
  const services = await Promise.all(
    wanted(input, loaded).map(async (service) => {
      const evidence = await gatherEvidence(service, scene, context)
      return {
        service: service.name,
        looked: lookedAt(evidence),
        symptoms: diagnoseService(evidence),
      }
    }),
  )
  return { environment: loaded.project.environment, services }
}

function wanted({ service }: DiagnoseInput, { project }: LoadedProject): readonly Service[] {
  const services = project.services.filter((one) => !isExternal(one))
  if (service === undefined) return services
  const found = services.filter(({ name }) => name === service)
  if (found.length > 0) return found
  const known = services.map(({ name }) => name)
  const near = nearest(service, known)
  const params = { what: "service", name: service, known, ...(near === undefined ? {} : { near }) }
  throw new AidepError(problem(unknownItem, params))
}

function lookedAt(evidence: ServiceEvidence): readonly string[] {
  const { standing, log, logProblem, metrics, probes, answers, release } = evidence
  return [
    standing === undefined ? "nothing that stands" : `what ${standing.platform} says`,
    ...(release === undefined ? [] : [`release ${release.id}`]),
    `${counted(log.length, "line")} of its log${logProblem === undefined ? "" : ` (${logProblem})`}`,
    counted(metrics.length, "metric"),
    `${counted(probes.length, "probe")} of its health path`,
    `${counted(answers.length, "answer")} to its checks`,
    "its settings in the manifest",
  ]
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`
}

import type { Diagnostic, ItemScope, Service } from "aidep/provider"
import { startCommandOf } from "../_shared/start-command.ts"
import * as errors from "./errors.ts"
import { deployedServices, keepWarmJob, notifyJob } from "./job-names.ts"
import type { GithubOptions, Schedule } from "./options.ts"

/** Schedules have to fit the services they name. */
export function checkOptions(scope: ItemScope<GithubOptions>): readonly Diagnostic[] {
  const { options, project } = scope
  const services = deployedServices(project)
  const schedules = options.schedules.flatMap((schedule, index) =>
    scheduleProblems(schedule, { index, services, scope }),
  )
  const warm = options.keepWarm.flatMap(({ service }, index) =>
    keepWarmProblems(service, { index, services, scope }),
  )
  return [...schedules, ...warm, ...namesTwice(scope)]
}

interface Place {
  readonly index: number
  readonly services: readonly Service[]
  readonly scope: ItemScope<GithubOptions>
}

function scheduleProblems(schedule: Schedule, place: Place): readonly Diagnostic[] {
  const { index, services, scope } = place
  const { name, service: wanted, run } = schedule
  const at = `schedules.${index}`
  if (wanted === undefined)
    return run === undefined
      ? [
          scope.report(
            errors.nothingToRun,
            { schedule: name, why: "it names no service either" },
            at,
          ),
        ]
      : []
  const service = services.find((candidate) => candidate.name === wanted)
  if (service === undefined) return [unknown(wanted, place, `${at}.service`)]
  const why = whyNothingRuns(service, run)
  return why === undefined
    ? []
    : [scope.report(errors.nothingToRun, { schedule: name, why }, `${at}.service`)]
}

function whyNothingRuns(service: Service, run: readonly string[] | undefined): string | undefined {
  if (run !== undefined) return undefined
  if (service.code.type !== "folder") return `"${service.name}" is not built from a folder`
  return startCommandOf(service) === undefined
    ? `"${service.name}" has no start command`
    : undefined
}

function keepWarmProblems(wanted: string, place: Place): readonly Diagnostic[] {
  const { index, services, scope } = place
  const at = `keepWarm.${index}.service`
  const service = services.find((candidate) => candidate.name === wanted)
  if (service === undefined) return [unknown(wanted, place, at)]
  return service.health === undefined
    ? [scope.report(errors.nothingToWarm, { service: wanted }, at)]
    : []
}

function unknown(service: string, { services, scope }: Place, at: string): Diagnostic {
  const known = services.map(({ name }) => name)
  return scope.report(errors.unknownService, { service, known }, at)
}

function namesTwice({ options, report }: ItemScope<GithubOptions>): readonly Diagnostic[] {
  const jobs = [
    ...options.schedules.map(({ name }, index) => ({ job: name, at: `schedules.${index}.name` })),
    ...options.keepWarm.map(({ service }, index) => ({
      job: keepWarmJob(service),
      at: `keepWarm.${index}.service`,
    })),
  ]
  const first = new Map(jobs.toReversed().map(({ job, at }) => [job, at])).set(notifyJob, "")
  return jobs
    .filter(({ job, at }) => first.get(job) !== at)
    .map(({ job, at }) => report(errors.jobTwice, { job }, at))
}

import type { Project, Service } from "aidep/provider"
import { startCommandOf } from "../../_shared/start-command.ts"
import { keepWarmJob, notifyJob as notifyJobId } from "../job-names.ts"
import type { GithubOptions, Schedule } from "../options.ts"
import { testableFolder } from "../spec.ts"
import { plainText, quotedText, secret, variable, variableValue } from "./expressions.ts"
import { notifyJob } from "./notify-job.ts"
import * as scripts from "./scripts.ts"
import { checkOut, commandStep, folderSteps, inFolder, projectSteps } from "./steps.ts"
import type { Job, Step, Values, Workflow } from "./types.ts"

export interface ScheduledInput {
  readonly project: Project
  readonly options: GithubOptions
  /** Environment whose secrets and addresses the jobs use. */
  readonly environment: string
}

interface TimedJob {
  readonly id: string
  readonly cron: string
  readonly job: Job
}

/** Jobs that GitHub starts by the clock, or by hand. Undefined when there are none. */
export function scheduledWorkflow(input: ScheduledInput): Workflow | undefined {
  const jobs = timedJobs(input)
  if (jobs.length === 0) return undefined
  const ids = jobs.map(({ id }) => id)
  return {
    name: "aidep scheduled",
    on: {
      schedule: [...new Set(jobs.map(({ cron }) => cron))].map((cron) => ({ cron })),
      workflow_dispatch: {
        inputs: {
          job: { description: "Job to run", required: true, type: "choice", options: ids },
        },
      },
    },
    permissions: { contents: "read" },
    concurrency: {
      group: "aidep-scheduled-${{ inputs.job || github.event.schedule }}",
      "cancel-in-progress": false,
    },
    jobs: {
      ...Object.fromEntries(jobs.map(({ id, job }) => [id, job])),
      [notifyJobId]: notifyJob(`A scheduled job of ${input.project.name}`, {
        needs: ids,
        options: input.options,
      }),
    },
  }
}

function timedJobs(input: ScheduledInput): readonly TimedJob[] {
  const { options, project } = input
  const service = (name: string | undefined) =>
    project.services.find((candidate) => candidate.name === name)
  const scheduled = options.schedules.map((schedule) => ({
    id: schedule.name,
    cron: schedule.cron,
    job: scheduleJob(schedule, service(schedule.service), input),
  }))
  const warm = options.keepWarm.flatMap(({ service: name, cron }) => {
    const found = service(name)
    return found === undefined
      ? []
      : [{ id: keepWarmJob(name), cron, job: warmJob(found, cron, input) }]
  })
  return [...scheduled, ...warm]
}

/** True when the clock or a person asked for this job. */
function when(id: string, cron: string): string {
  return `github.event.schedule == ${quotedText(cron)} || inputs.job == ${quotedText(id)}`
}

function scheduleJob(
  schedule: Schedule,
  service: Service | undefined,
  { options, environment }: ScheduledInput,
): Job {
  const { name, cron, secrets, timeoutMinutes } = schedule
  const env = {
    ...(service === undefined ? {} : serviceVariables(service)),
    ...Object.fromEntries(secrets.map((secretName) => [secretName, secret(secretName)])),
  }
  const path = service?.code.type === "folder" ? service.code.path : "."
  const command =
    schedule.run ?? (service === undefined ? undefined : startCommandOf(service)) ?? []
  return {
    name: `Run ${name}`,
    if: when(name, cron),
    "runs-on": options.runner,
    environment: { name: environment, deployment: false },
    concurrency: { group: `aidep-scheduled-${name}`, "cancel-in-progress": false },
    "timeout-minutes": timeoutMinutes,
    steps: [
      ...setUpSteps(service, options),
      inFolder(path, {
        ...commandStep("Run", command),
        ...(Object.keys(env).length === 0 ? {} : { env }),
      }),
    ],
  }
}

function setUpSteps(service: Service | undefined, options: GithubOptions): readonly Step[] {
  if (service === undefined) return projectSteps(options)
  const folder = testableFolder(service)
  return folder === undefined ? [checkOut] : folderSteps(folder)
}

function serviceVariables({ env }: Service): Values {
  return Object.fromEntries(env.map((item) => [item.name, variableValue(item)]))
}

/** Behind the edge the address is known; elsewhere a GitHub variable holds it, such as `GATEWAY_URL`. */
function warmJob(
  service: Service,
  cron: string,
  { project, options, environment }: ScheduledInput,
): Job {
  const id = keepWarmJob(service.name)
  const addressVariable = `${service.name}_URL`.toUpperCase().replaceAll("-", "_")
  const address =
    project.edge?.service === service.name
      ? `https://${project.edge.domain}`
      : variable(addressVariable)
  return {
    name: `Keep ${service.name} warm`,
    if: when(id, cron),
    "runs-on": options.runner,
    environment: { name: environment, deployment: false },
    concurrency: { group: `aidep-scheduled-${id}`, "cancel-in-progress": true },
    "timeout-minutes": 10,
    steps: [
      {
        name: "Request the health path",
        run: scripts.requestHealth,
        env: {
          ADDRESS: address,
          ADDRESS_VARIABLE: addressVariable,
          HEALTH_PATH: plainText(service.health?.path ?? "/"),
        },
      },
    ],
  }
}

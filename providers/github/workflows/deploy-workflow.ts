import type { Project } from "aidep/provider"
import { buildJob as buildJobId, notifyJob as notifyJobId } from "../job-names.ts"
import type { GithubOptions } from "../options.ts"
import type { ImageBuild, ServiceJobs } from "../spec.ts"
import { buildJob } from "./build-job.ts"
import { plainText, quotedText, secret, variable } from "./expressions.ts"
import { notifyJob } from "./notify-job.ts"
import * as scripts from "./scripts.ts"
import { aidepSteps, commandStep } from "./steps.ts"
import type { Job, Values, Workflow } from "./types.ts"

export interface DeployInput {
  readonly project: Project
  readonly services: readonly ServiceJobs[]
  readonly options: GithubOptions
  /** Names of the variables with the platforms' credentials. */
  readonly credentials: readonly string[]
}

/** Tests, builds where the pipeline has to, deploys, asks the result from outside, reports a failure. */
export function deployWorkflow(input: DeployInput): Workflow {
  const { project, services, options } = input
  const environments = environmentsOf(input)
  const environment = `\${{ inputs.environment || ${quotedText(environments[0] ?? "")} }}`
  const built = services.flatMap(({ service, image }) =>
    image === undefined ? [] : [{ service: service.name, image }],
  )
  const before = ["test", ...built.map(({ service }) => buildJobId(service))]
  return {
    name: "aidep deploy",
    on: {
      push: { branches: [options.branch] },
      workflow_dispatch: { inputs: { environment: environmentChoice(environments) } },
    },
    permissions: { contents: "read" },
    concurrency: { group: `aidep-deploy-${environment}`, "cancel-in-progress": false },
    jobs: {
      test: { name: "Test", uses: "$/.github/workflows/aidep-test.yml" },
      ...Object.fromEntries(
        built.map(({ service, image }) => [buildJobId(service), buildJob(service, image, options)]),
      ),
      deploy: deployJob(input, { environment, needs: before, built }),
      smoke: smokeJob(input, environment),
      [notifyJobId]: notifyJob(`Deployment of ${project.name} to ${environment}`, {
        needs: [...before, "deploy", "smoke"],
        options,
      }),
    },
  }
}

/** A push deploys to the first; without a list there is only the environment that was rendered. */
export function environmentsOf({
  project,
  options,
}: Pick<DeployInput, "project" | "options">): readonly string[] {
  return options.environments ?? [project.environment]
}

function environmentChoice(environments: readonly string[]) {
  return {
    description: "Environment to deploy to",
    required: true,
    ...(environments[0] === undefined ? {} : { default: environments[0] }),
    type: "choice",
    options: environments,
  } as const
}

interface BuiltService {
  readonly service: string
  readonly image: ImageBuild
}

function deployJob(
  input: DeployInput,
  {
    environment,
    needs,
    built,
  }: {
    readonly environment: string
    readonly needs: readonly string[]
    readonly built: readonly BuiltService[]
  },
): Job {
  const { options } = input
  return {
    name: "Deploy",
    needs,
    "runs-on": options.runner,
    environment: { name: environment },
    "timeout-minutes": options.deployTimeoutMinutes,
    steps: [
      ...aidepSteps(options),
      ...options.setup.map((command) => commandStep(`Run ${command[0] ?? ""}`, command)),
      {
        name: "Deploy",
        run: scripts.deploy,
        env: { ...aidepEnvironment(input, environment), ...imageVariables(built) },
      },
    ],
  }
}

/** Its own job, so that it can be run again without another deploy. */
function smokeJob(input: DeployInput, environment: string): Job {
  return {
    name: "Check from outside",
    needs: ["deploy"],
    "runs-on": input.options.runner,
    environment: { name: environment, deployment: false },
    "timeout-minutes": 30,
    steps: [
      ...aidepSteps(input.options),
      {
        name: "Check",
        run: scripts.checkLive,
        env: aidepEnvironment(input, environment),
      },
    ],
  }
}

/** What aidep reads from its process environment: every secret by its name, and nothing that is not needed. */
function aidepEnvironment(input: DeployInput, environment: string): Values {
  const { services, options, credentials } = input
  const secrets = new Set([
    "AIDEP_SECRET_KEY",
    ...credentials,
    ...services.flatMap((jobs) => jobs.secrets),
    ...options.secrets,
  ])
  return {
    AIDEP_ENVIRONMENT: environment,
    ...Object.fromEntries(options.variables.map((name) => [name, variable(name)])),
    ...Object.fromEntries([...secrets].toSorted().map((name) => [name, secret(name)])),
  }
}

/** `AIDEP_IMAGE_<SERVICE>`: the image that was just built, by digest. */
function imageVariables(built: readonly BuiltService[]): Values {
  return Object.fromEntries(
    built.map(({ service, image }) => [
      `AIDEP_IMAGE_${service.toUpperCase().replaceAll("-", "_")}`,
      `${plainText(image.repository)}@\${{ needs.${buildJobId(service)}.outputs.digest }}`,
    ]),
  )
}

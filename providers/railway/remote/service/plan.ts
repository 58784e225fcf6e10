import {
  type ApiOutcome,
  derivedPassword,
  failedWith,
  problem,
  type ResourceWork,
  secretKeyVariable,
  type ServiceSource,
} from "aidep/provider"
import { markers, resourceMarker } from "../../../_shared/remote/ownership.ts"
import { sourceUnknown } from "../../errors/deploy.ts"
import { kinds } from "../../resources.ts"
import {
  imageRepository,
  type ServiceSettings,
  serviceSettings,
} from "../../resources/service-settings.ts"
import { storePresets, storeSettings } from "../../resources/store-settings.ts"
import type { RailwayScope } from "../api/railway-api.ts"
import { privateHost } from "../read/outputs.ts"

type Values = Readonly<Record<string, string>>

/** A service as it is made: a data store is one too. */
export interface ServicePlan {
  readonly address: string
  readonly owner: string
  readonly settings: ServiceSettings
  readonly variables: Values
  readonly source: PlannedSource
  /** True where nothing but name, variables and deployment is set: what a data store runs with stays. */
  readonly keepsSettings?: boolean
}

export type PlannedSource =
  | { readonly type: "image"; readonly image: string }
  | { readonly type: "commit"; readonly repo: string; readonly commit: string }
  /** The command line uploads it. */
  | { readonly type: "folder" }

export function planOf(work: ResourceWork, scope: RailwayScope): ApiOutcome<ServicePlan> {
  return work.desired.kind === kinds.store
    ? { status: "done", value: storePlan(work, scope) }
    : servicePlan(work, scope)
}

function servicePlan(work: ResourceWork, scope: RailwayScope): ApiOutcome<ServicePlan> {
  const { address, owner } = work.desired
  const settings = serviceSettings.parse(work.desired.desired)
  const source = sourceOf(settings, work.source)
  if (source === undefined) return failedWith(problem(sourceUnknown, { service: owner }))
  const variables = {
    ...settings.variables,
    ...work.variables,
    [markers.resource]: resourceMarker(address, scope),
  }
  return { status: "done", value: { address, owner, settings, variables, source } }
}

function sourceOf(
  { image, repo }: ServiceSettings,
  source: ServiceSource | undefined,
): PlannedSource | undefined {
  if (image !== null)
    return { type: "image", image: source?.type === "image" ? source.reference : image }
  if (source?.type === "folder") return { type: "folder" }
  const repository = repo ?? (source?.type === "commit" ? source.repository : undefined)
  if (source?.type !== "commit" || repository === undefined) return undefined
  return { type: "commit", repo: repository, commit: source.commit }
}

/** Its password is derived: Railway makes one only for templates. */
function storePlan({ desired }: ResourceWork, scope: RailwayScope): ServicePlan {
  const { environment, project } = scope
  const { name, region, type } = storeSettings.parse(desired.desired)
  const preset = storePresets[type]
  const { image, mountPath } = preset
  const key = scope.credential(secretKeyVariable) ?? ""
  const password = derivedPassword(key, { project, environment, resource: desired.owner })
  const address = preset.addressOf(password, privateHost(name))
  return {
    address: desired.address,
    owner: desired.owner,
    settings: {
      ...bareSettings,
      name,
      image: imageRepository(image),
      startCommand: preset.startCommand,
      ...(region === undefined ? {} : { multiRegionConfig: { [region]: { numReplicas: 1 } } }),
      volume: { name, mountPath },
    },
    variables: {
      ...preset.variables(password, address),
      [markers.resource]: resourceMarker(desired.address, scope),
    },
    source: { type: "image", image },
  }
}

const bareSettings = {
  rootDirectory: null,
  dockerfilePath: null,
  preDeployCommand: null,
  numReplicas: 1,
  healthcheckPath: null,
  healthcheckTimeout: null,
  sleepApplication: false,
  restartPolicyType: "ON_FAILURE",
  cronSchedule: null,
  cpu: null,
  memoryBytes: null,
  overlapSeconds: null,
  drainingSeconds: null,
  publicDomain: false,
  variables: {},
} as const satisfies Partial<ServiceSettings>

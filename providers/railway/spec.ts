import type { Diagnostic, ItemScope, Service, Specified } from "aidep/provider"
import { builtImage } from "../_shared/built-image.ts"
import { dockerfileArtifacts, dockerfileName } from "../_shared/dockerfile.ts"
import { isPrivate } from "../_shared/reach.ts"
import { buildProblems } from "../_shared/start-command.ts"
import { deployOf, deployProblems } from "./service/deploy.ts"
import { oneVolume, templateInValue } from "./errors.ts"
import { configFileOf, legacyProblems } from "./legacy-config.ts"
import type { RailwayOptions } from "./options.ts"
import { regionsOf } from "./regions.ts"
import type {
  BuildConfig,
  RailwayService,
  RailwayStore,
  RailwayVolume,
  Source,
} from "./service-config.ts"
import { addedVariables, variablesOf } from "./service/variables.ts"

const mebibytesPerGiB = 1024

export interface RailwaySpecs {
  readonly service: RailwayService
  /** Undefined for what Railway does not offer. */
  readonly resource: RailwayStore | undefined
  readonly edge: undefined
}

export function serviceSpec(
  service: Service,
  scope: ItemScope<RailwayOptions>,
): Specified<RailwayService> {
  return {
    spec: {
      service: service.name,
      name: scope.nameOf(service.name),
      source: sourceOf(service, scope),
      builtImage: builtImage(service, scope.project),
      build: buildOf(service, scope),
      deploy: deployOf(service, scope),
      variables: variablesOf(service, scope),
      added: addedVariables(service),
      volume: volumeOf(service, scope),
      publicDomain: hasPublicDomain(service, scope),
      files: dockerfileArtifacts(service),
      configFile: configFileOf(service, scope.options),
    },
    diagnostics: [
      ...buildProblems(service, scope.report),
      ...deployProblems(service, scope),
      ...volumeProblems(service, scope),
      ...templateProblems(service, scope),
      ...legacyProblems(service, scope),
    ],
  }
}

function sourceOf(
  service: Service,
  { options, project }: ItemScope<RailwayOptions>,
): Source | undefined {
  const { code } = service
  if (code.type === "image") return { type: "image", image: code.reference }
  if (code.type === "elsewhere" || builtImage(service, project) !== undefined) return undefined
  const rootDirectory = code.path === "." ? undefined : code.path
  const { branch, repository } = options
  return repository === undefined
    ? { type: "empty", rootDirectory }
    : { type: "github", repo: repository, branch, rootDirectory }
}

/** The path counts from the root directory, which is the source folder and the build context. */
function buildOf(
  service: Service,
  { project }: ItemScope<RailwayOptions>,
): BuildConfig | undefined {
  const { code } = service
  if (code.type !== "folder" || builtImage(service, project) !== undefined) return undefined
  return { builder: "DOCKERFILE", dockerfilePath: dockerfileName(service) }
}

function hasPublicDomain(service: Service, scope: ItemScope<RailwayOptions>): boolean {
  if (service.kind === "static") return true
  return service.port !== undefined && !isPrivate(service, scope)
}

function volumeOf(
  service: Service,
  { nameOf, options }: ItemScope<RailwayOptions>,
): RailwayVolume | undefined {
  const [volume] = service.volumes
  if (volume === undefined) return undefined
  const { mount, name, sizeGiB } = volume
  return {
    name: nameOf(`${service.name}-${name}`),
    mountPath: mount,
    config: {
      sizeMB: sizeGiB === undefined ? undefined : sizeGiB * mebibytesPerGiB,
      region: regionsOf(service, options).regions[0],
    },
  }
}

/** Source: https://docs.railway.com/volumes/reference#caveats (2026-08-21). */
function volumeProblems(
  { name, volumes }: Service,
  { report }: ItemScope<RailwayOptions>,
): readonly Diagnostic[] {
  const names = volumes.map((volume) => volume.name)
  return names.length > 1 ? [report(oneVolume, { service: name, volumes: names }, "volumes")] : []
}

function templateProblems(
  { env }: Service,
  { report }: ItemScope<RailwayOptions>,
): readonly Diagnostic[] {
  return env
    .filter(({ text }) => text?.includes("${{") === true)
    .map(({ name }) => report(templateInValue, { name }, `env.${name}`))
}

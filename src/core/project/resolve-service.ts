import type { ManifestResource, ManifestService } from "../manifest/schema/manifest.ts"
import { makeVariable } from "./environment-variables.ts"
import { external, placementOf } from "./placement.ts"
import type {
  DataResource,
  EnvironmentVariable,
  Gpu,
  Health,
  Model,
  Scale,
  Service,
  ServiceCode,
  Volume,
} from "./project.ts"
import type { ResolveInput } from "./resolve-input.ts"
import { plainPath, sourceFolder } from "./source-folder.ts"

const mebibyte = 2 ** 20
const gibibyte = 2 ** 30

export interface ServiceContext {
  readonly input: ResolveInput
  /** Variables that the manifest writes. */
  readonly variables: readonly EnvironmentVariable[]
  /** Sources, as `plainPath` gives them, that more than one service is built from. */
  readonly sharedSources: ReadonlySet<string>
}

/** Fills in defaults and turns quantities into the units that `Service` names. */
export function resolveService(
  name: string,
  service: ManifestService,
  context: ServiceContext,
): Service {
  const { kind } = service
  const port = portOf(service)
  const access = service.access ?? (kind === "inference" ? "internal" : "public")
  const model = modelOf(service)
  const memory = service.size?.memory
  const added = addedVariables({ name, port, access, model })
  const env = [...context.variables, ...added].toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return {
    name,
    kind,
    placement: placementOf(name, service, context.input),
    code: codeOf(service, context, port),
    command: service.command,
    gpus: (service.gpu ?? []).map(gpuOf),
    cpu: service.size?.cpu,
    memoryMiB: memory === undefined ? undefined : Math.ceil(memory / mebibyte),
    scale: scaleOf(service),
    regions: service.regions ?? [],
    port,
    health: healthOf(service),
    volumes: volumesOf(service),
    env,
    access,
    model,
    preDeploy: service.preDeploy,
    restart: service.restart ?? "on-failure",
    schedule: service.schedule,
    buildCommand: service.buildCommand,
    output: kind === "static" ? plainPath(service.output ?? ".") : undefined,
    dependsOn: dependenciesOf(context.variables),
  }
}

export function resolveResource(
  name: string,
  resource: ManifestResource,
  input: ResolveInput,
): DataResource {
  return { name, kind: resource.kind, placement: placementOf(name, resource, input) }
}

/** Kinds that answer HTTP from a process of their own. */
export function listens(kind: ManifestService["kind"]): boolean {
  return kind === "web" || kind === "inference"
}

function portOf(service: ManifestService): number | undefined {
  if (!listens(service.kind)) return undefined
  return service.port ?? (service.kind === "inference" ? 8000 : 8080)
}

function codeOf(
  service: ManifestService,
  { input, sharedSources }: ServiceContext,
  port: number | undefined,
): ServiceCode {
  if (service.image !== undefined) return { type: "image", reference: service.image }
  if (service.source === undefined) return { type: "elsewhere" }
  const facts = input.sources.get(service.source)
  const shared = sharedSources.has(plainPath(service.source))
  return sourceFolder(service, { facts, port, shared })
}

function gpuOf(text: string): Gpu {
  const [type = text, count = "1"] = text.split(":")
  return { type, count: Number(count) }
}

/** A GPU is worth scaling to zero; what answers people directly keeps one instance. */
function scaleOf(service: ManifestService): Scale {
  const min = service.scale?.min ?? (service.kind === "inference" ? 0 : 1)
  return {
    min,
    max: service.scale?.max ?? Math.max(1, min),
    concurrency: service.scale?.concurrency,
    idleMs: service.scale?.idle,
  }
}

function healthOf({ health }: ManifestService): Health | undefined {
  if (health === undefined) return undefined
  return { path: health.path, startupMs: health.startup, release: health.release ?? "none" }
}

function volumesOf({ volumes = {} }: ManifestService): readonly Volume[] {
  return Object.entries(volumes).map(([name, { mount, size }]) => ({
    name,
    mount,
    sizeGiB: size === undefined ? undefined : Math.ceil(size / gibibyte),
  }))
}

function modelOf({ model }: ManifestService): Model | undefined {
  if (model === undefined) return undefined
  return {
    engine: model.engine,
    id: model.id,
    revision: model.revision,
    quantization: model.quantization ?? "none",
    adapters: model.adapters ?? {},
  }
}

interface AddedFor {
  readonly name: string
  readonly port: number | undefined
  readonly access: "public" | "internal"
  readonly model: Model | undefined
}

function addedVariables({ name, port, access, model }: AddedFor): readonly EnvironmentVariable[] {
  return [
    makeVariable("AIDEP_DEPLOYMENT", [{ type: "deployment" }]),
    ...(port === undefined ? [] : [known("PORT", String(port))]),
    ...(access === "internal" ? [ownToken(name)] : []),
    ...(model === undefined ? [] : modelVariables(model)),
  ]
}

/** What callers have to show, so that the service can tell. */
function ownToken(service: string): EnvironmentVariable {
  return makeVariable("AIDEP_TOKEN", [{ type: "service", service, output: "token" }])
}

/** The model reaches the service as variables, the same on every platform. */
function modelVariables(model: Model): readonly EnvironmentVariable[] {
  const adapters = Object.keys(model.adapters).length > 0
  return [
    known("AIDEP_MODEL_ENGINE", model.engine),
    known("AIDEP_MODEL_ID", model.id),
    ...(model.revision === undefined ? [] : [known("AIDEP_MODEL_REVISION", model.revision)]),
    known("AIDEP_MODEL_QUANTIZATION", model.quantization),
    ...(adapters ? [known("AIDEP_MODEL_ADAPTERS", JSON.stringify(model.adapters))] : []),
  ]
}

function known(name: string, text: string): EnvironmentVariable {
  return makeVariable(name, [{ type: "text", text }])
}

function dependenciesOf(env: readonly EnvironmentVariable[]): readonly string[] {
  const names = env.flatMap(({ segments }) =>
    segments.flatMap((segment) => {
      if (segment.type === "service") return [segment.service]
      return segment.type === "resource" ? [segment.resource] : []
    }),
  )
  return [...new Set(names)]
}

/** True for what runs elsewhere, so that nothing is deployed. */
export function isExternal(item: { readonly placement: { readonly platform: string } }): boolean {
  return item.placement.platform === external
}

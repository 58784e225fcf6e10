import type { DataResource, Diagnostic, ItemScope, Service, Specified } from "aidep/provider"
import { startCommandOf } from "../_shared/start-command.ts"
import * as errors from "./errors.ts"
import type { ProcessSpec, SiteSpec, StoreSpec } from "./local-spec.ts"
import type { LocalOptions } from "./options.ts"

type Scope = ItemScope<LocalOptions>

/** A service or data resource with what runs for it; nothing does for what only other platforms have. */
export interface Named<Spec> {
  readonly name: string
  readonly dependsOn: readonly string[]
  readonly spec: Spec | undefined
}

export interface LocalSpecs {
  readonly service: Named<ProcessSpec | SiteSpec>
  readonly resource: Named<StoreSpec>
  readonly edge: undefined
}

/** How long a service may take to be up where the manifest does not say. */
const defaultStartupMs = 60_000

export function localService(service: Service, scope: Scope): Specified<LocalSpecs["service"]> {
  const { name, dependsOn } = service
  const { spec, diagnostics } = serviceSpec(service, scope)
  return { spec: { name, dependsOn, spec }, diagnostics }
}

function serviceSpec(
  service: Service,
  scope: Scope,
): Specified<ProcessSpec | SiteSpec | undefined> {
  const { code, kind } = service
  // The support table refuses images, and what runs elsewhere is not placed here.
  if (code.type !== "folder" || kind === "job") return { spec: undefined, diagnostics: [] }
  if (kind === "static") return { spec: siteSpec(service, code), diagnostics: [] }
  const command = startCommandOf(service)
  if (command === undefined) {
    const params = { service: service.name, folder: code.path }
    const diagnostics = [scope.report(errors.startCommandUnknown, params, "source")]
    return { spec: undefined, diagnostics }
  }
  return {
    spec: processSpec(service, { ...sourceOf(code), kind, command, options: scope.options }),
    diagnostics: engineNote(service, scope),
  }
}

type Folder = Extract<Service["code"], { type: "folder" }>

function sourceOf({ path, runtime, dependencyFile }: Folder) {
  return {
    source: path,
    ...(runtime === undefined ? {} : { language: runtime.language, version: runtime.version }),
    ...(dependencyFile === undefined ? {} : { dependencyFile }),
  }
}

interface ProcessParts extends ReturnType<typeof sourceOf> {
  readonly kind: ProcessSpec["kind"]
  readonly command: readonly string[]
  readonly options: LocalOptions
}

function processSpec(service: Service, { command, options, ...parts }: ProcessParts): ProcessSpec {
  const { port, health, restart, preDeploy, volumes, model } = service
  return {
    type: "process",
    ...parts,
    command: [...command],
    ...(port === undefined ? {} : { port }),
    ...(health === undefined ? {} : { healthPath: health.path }),
    startupMs: health?.startupMs ?? defaultStartupMs,
    restart,
    ...(preDeploy === undefined ? {} : { preDeploy: [...preDeploy] }),
    volumes: volumes.map((volume) => volume.name),
    ...(model === undefined ? {} : { engine: options.engine }),
  }
}

function siteSpec({ buildCommand, output = "." }: Service, code: Folder): SiteSpec {
  return {
    type: "site",
    ...sourceOf(code),
    ...(buildCommand === undefined ? {} : { buildCommand: [...buildCommand] }),
    output,
  }
}

function engineNote({ name, model }: Service, { options, report }: Scope): readonly Diagnostic[] {
  if (model === undefined || model.engine === "stub" || options.engine !== "stub") return []
  return [report(errors.stubEngine, { service: name, engine: model.engine }, "model.engine")]
}

export function localResource({ name, kind }: DataResource): Specified<LocalSpecs["resource"]> {
  const here = kind === "redis" || kind === "postgres"
  const spec: StoreSpec | undefined = here ? { type: "store", engine: kind } : undefined
  return { spec: { name, dependsOn: [], spec }, diagnostics: [] }
}

import type { DataResource, Diagnostic, ItemScope, Service, Specified } from "aidep/provider"
import { startCommandOf } from "../_shared/start-command.ts"
import * as errors from "./errors.ts"
import type { SourceSpec, StoreSpec } from "./local-spec.ts"
import type { LocalOptions } from "./options.ts"
import { jobSpec } from "./spec/job.ts"
import { processSpec } from "./spec/process.ts"
import { siteSpec } from "./spec/site.ts"
import { workerSpec } from "./spec/worker.ts"

type Scope = ItemScope<LocalOptions>

/** A service or data resource with what runs for it; nothing does for what only other platforms have. */
export interface Named<Spec> {
  readonly name: string
  readonly dependsOn: readonly string[]
  readonly spec: Spec | undefined
}

export interface LocalSpecs {
  readonly service: Named<SourceSpec>
  readonly resource: Named<StoreSpec>
  readonly edge: undefined
}

export function localService(service: Service, scope: Scope): Specified<LocalSpecs["service"]> {
  const { name, dependsOn } = service
  const { spec, diagnostics } = serviceSpec(service, scope)
  return { spec: { name, dependsOn, spec }, diagnostics }
}

function serviceSpec(service: Service, scope: Scope): Specified<SourceSpec | undefined> {
  const { code, kind } = service
  // The support table refuses images, and what runs elsewhere is not placed here.
  if (code.type !== "folder") return { spec: undefined, diagnostics: [] }
  const { options } = scope
  if (kind === "static") return { spec: siteSpec(service, code), diagnostics: [] }
  if (options.runtime === "workerd") return workerSpec(service, { code, scope })
  const command = startCommandOf(service)
  if (command === undefined) {
    const params = { service: service.name, folder: code.path }
    const diagnostics = [scope.report(errors.startCommandUnknown, params, "source")]
    return { spec: undefined, diagnostics }
  }
  const parts = { code, command, options }
  return {
    spec: kind === "job" ? jobSpec(service, parts) : processSpec(service, { ...parts, kind }),
    diagnostics: engineNote(service, scope),
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

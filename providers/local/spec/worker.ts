import type { Diagnostic, ItemScope, Service, SourceFolder, Specified } from "aidep/provider"
import * as errors from "../errors.ts"
import type { WorkerSpec } from "../local-spec.ts"
import type { LocalOptions } from "../options.ts"
import { defaultStartupMs, sourceOf } from "./source.ts"

interface WorkerParts {
  readonly code: SourceFolder
  readonly scope: ItemScope<LocalOptions>
}

/** A web service or job that workerd runs, from its Worker entry. */
export function workerSpec(
  service: Service,
  { code, scope: { options, report } }: WorkerParts,
): Specified<WorkerSpec | undefined> {
  const { name, kind, port, health } = service
  const { main, compatibilityDate, compatibilityFlags } = options
  const refuse = (is: string, field?: string) => ({
    spec: undefined,
    diagnostics: [report(errors.notAWorker, { service: name, is }, field)],
  })
  if (kind !== "web" && kind !== "job") return refuse(`of the kind ${kind}`)
  if (code.runtime?.language === "python") return refuse("in Python", "source")
  const spec: WorkerSpec = {
    type: "worker",
    kind,
    ...sourceOf(code),
    language: "node",
    main: main.replace(/^(?:\.\/)+/, ""),
    compatibilityDate,
    compatibilityFlags: [...compatibilityFlags],
    ...(port === undefined ? {} : { port }),
    ...(health === undefined ? {} : { healthPath: health.path }),
    startupMs: health?.startupMs ?? defaultStartupMs,
  }
  return { spec, diagnostics: unusedFields(service, report) }
}

/** Nothing is dropped in silence. */
function unusedFields(
  { command, preDeploy, volumes }: Service,
  report: ItemScope<LocalOptions>["report"],
): readonly Diagnostic[] {
  const written = {
    command: command !== undefined,
    preDeploy: preDeploy !== undefined,
    volumes: volumes.length > 0,
  }
  return Object.entries(written).flatMap(([field, isWritten]) =>
    isWritten ? [report(errors.unusedByWorker, { field }, field)] : [],
  )
}

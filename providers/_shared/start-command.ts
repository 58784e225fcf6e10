import { buildErrors, type Diagnostic, type ItemScope, type Service } from "aidep/provider"

/** The command that starts a service: the manifest's, else what the source folder shows. */
export function startCommandOf({ command, code }: Service): readonly string[] | undefined {
  if (command !== undefined) return command
  return code.type === "folder" ? code.startCommand : undefined
}

/** What keeps aidep from writing the Dockerfile of a service. Empty where it has one, or an image. */
export function buildProblems(
  service: Service,
  report: ItemScope<unknown>["report"],
): readonly Diagnostic[] {
  const { name, code, kind } = service
  if (code.type !== "folder" || code.dockerfile !== undefined || kind === "static") return []
  const params = { service: name, folder: code.path }
  if (code.runtime === undefined) return [report(buildErrors.runtimeUnknown, params, "source")]
  return startCommandOf(service) === undefined
    ? [report(buildErrors.startCommandUnknown, params, "source")]
    : []
}

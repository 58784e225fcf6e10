import type { NewManifest, NewService } from "../../../core/init/new-manifest.ts"
import type { InitPlan, PlannedService } from "./init-plan.ts"

/** The manifest of a plan that lacks nothing. */
export function plannedManifest({ name, services }: InitPlan): NewManifest {
  return { name: name.value, services: services.flatMap((service) => newService(service)) }
}

function newService(service: PlannedService): readonly NewService[] {
  const { name, kind, targets, found } = service
  if (kind === undefined || targets === undefined) return []
  const gpu = service.gpu?.value ?? []
  const path = service.healthPath?.value ?? ""
  const release = found?.clues.release?.value
  const env = service.variables.filter(({ secret }) => !secret)
  const secrets = service.variables.filter(({ secret }) => secret)
  return [
    {
      name,
      kind: kind.value,
      ...service.code.value,
      ...(found?.statesRuntime === true && service.runtime !== undefined
        ? { runtime: service.runtime.value }
        : {}),
      targets: targets.value,
      ...(gpu.length === 0 ? {} : { gpu }),
      ...(service.port === undefined ? {} : { port: service.port.value }),
      ...(service.command === undefined ? {} : { command: service.command.value }),
      ...(path === "" ? {} : { health: { path, ...(release === undefined ? {} : { release }) } }),
      ...(kind.value === "inference" ? { access: "internal" as const } : {}),
      ...(service.buildCommand === undefined ? {} : { buildCommand: service.buildCommand.value }),
      ...(service.output === undefined ? {} : { output: service.output.value }),
      ...(env.length === 0
        ? {}
        : {
            env: Object.fromEntries(env.map(({ name: key, example }) => [key, escaped(example)])),
          }),
      ...(secrets.length === 0 ? {} : { secrets: secrets.map((secret) => secret.name) }),
    },
  ]
}

/** `${` begins a reference in the manifest. */
function escaped(text: string): string {
  return text.replaceAll("${", () => "$${")
}

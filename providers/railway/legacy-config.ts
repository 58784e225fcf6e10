import type { Artifact, Diagnostic, ItemScope, Service } from "aidep/provider"
import { insideFolder } from "../_shared/inside-folder.ts"
import { legacyLeavesOut, legacyMixed, legacyNeedsSource } from "./errors.ts"
import { platformId, type RailwayOptions, railwayOptions } from "./options.ts"
import type { RailwayService } from "./service-config.ts"

/** Path of the service's `railway.json`: in its source folder, where Railway looks for it. */
export function configFileOf(
  { code }: Service,
  { legacyConfig }: RailwayOptions,
): string | undefined {
  if (!legacyConfig || code.type !== "folder") return undefined
  return insideFolder(code.path, "railway.json")
}

/** A `railway.json` holds the build and deploy settings of one service; JSON has no place for a marker. */
export function configFiles({ build, configFile, deploy }: RailwayService): readonly Artifact[] {
  if (configFile === undefined) return []
  const value = { $schema: "https://railway.com/railway.schema.json", build, deploy }
  return [{ path: configFile, content: { format: "json", value } }]
}

export function legacyProblems(
  service: Service,
  { options, report }: ItemScope<RailwayOptions>,
): readonly Diagnostic[] {
  if (!options.legacyConfig) return []
  return [
    service.code.type === "folder"
      ? report(legacyLeavesOut, { service: service.name })
      : report(legacyNeedsSource, { service: service.name }, "image"),
  ]
}

/**
 * Railway refuses `railway config plan` for a service that a file manages, and would remove one that
 * `railway.ts` leaves out: so the files are written for all services, or for none.
 */
export function mixedConfigs({
  project,
  report,
}: ItemScope<RailwayOptions>): readonly Diagnostic[] {
  const configs = project.services
    .filter(({ placement }) => placement.platform === platformId)
    .flatMap(({ name, placement }) => {
      const { data } = railwayOptions.safeParse(placement.options)
      return data === undefined ? [] : [{ name, legacy: data.legacyConfig }]
    })
  const service = configs.find(({ legacy }) => legacy)?.name
  const other = configs.find(({ legacy }) => !legacy)?.name
  if (service === undefined || other === undefined) return []
  return [report(legacyMixed, { service, other }, "legacyConfig")]
}

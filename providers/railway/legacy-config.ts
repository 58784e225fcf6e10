import type { Artifact, Diagnostic, ItemScope, Service } from "aidep/provider"
import { legacyLeavesOut, legacyMixed, legacyNeedsSource } from "./errors.ts"
import { platformId, type RailwayOptions, railwayOptions } from "./options.ts"
import type { RailwayService } from "./service-config.ts"

/** Path of the service's `railway.json`: in its source folder, where Railway looks for it. */
export function configFileOf(
  { code }: Service,
  { legacyConfig }: RailwayOptions,
): string | undefined {
  if (!legacyConfig || code.type !== "folder") return undefined
  return code.path === "." ? "railway.json" : `${code.path}/railway.json`
}

/** A `railway.json` holds the build and deploy settings of one service; JSON has no place for a marker. */
export function configFiles({ build, configFile, deploy }: RailwayService): readonly Artifact[] {
  if (configFile === undefined) return []
  const value = { $schema: "https://railway.com/railway.schema.json", build, deploy }
  return [{ path: configFile, content: { format: "json", value } }]
}

/**
 * Railway refuses `railway config plan` for a service that a file manages, and would remove one that
 * `railway.ts` leaves out: so the files are written for all services, or for none.
 */
export function legacyProblems(
  service: Service,
  { options, project, report }: ItemScope<RailwayOptions>,
): readonly Diagnostic[] {
  if (!options.legacyConfig) return []
  const mixed = project.services
    .filter(({ placement }) => placement.platform === platformId)
    .some(
      ({ placement }) => railwayOptions.safeParse(placement.options).data?.legacyConfig === false,
    )
  return [
    ...(mixed ? [report(legacyMixed, {}, "platforms.railway.legacyConfig")] : []),
    service.code.type === "folder"
      ? report(legacyLeavesOut, { service: service.name })
      : report(legacyNeedsSource, { service: service.name }, "image"),
  ]
}

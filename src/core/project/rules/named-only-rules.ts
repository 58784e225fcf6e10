import * as errors from "../../../errors/catalogue/project.ts"
import { diagnose, type Diagnostic } from "../../../errors/diagnostic.ts"
import { deployable } from "../placement.ts"
import type { Project, Service } from "../project.ts"
import type { ResolveInput } from "../resolve-input.ts"
import { isExternal } from "../resolve-service.ts"

/** What stands on a platform that aidep can neither render nor deploy. */
export function namedOnlyProblems(project: Project, input: ResolveInput): readonly Diagnostic[] {
  const able = new Set(deployable(input.platforms.values()).map(({ id }) => id))
  const items: readonly (readonly [string, Pick<Service, "name" | "placement">])[] = [
    ...project.services.map((service) => ["services", service] as const),
    ...project.resources.map((resource) => ["resources", resource] as const),
  ]
  return items
    .filter(([, item]) => !isExternal(item) && !able.has(item.placement.platform))
    .map(([section, { name, placement }]) => {
      const title = input.platforms.get(placement.platform)?.title ?? placement.platform
      const place = input.parsed.places.key([section, name, "targets"])
      return diagnose(
        errors.namedOnly,
        { platform: placement.platform, title, item: `"${name}"` },
        place,
      )
    })
}

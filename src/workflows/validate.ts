import type { Diagnostic } from "../errors/diagnostic.ts"
import type { Context } from "./context.ts"
import { loadProject, type ProjectInput } from "./load-project.ts"

export interface ValidateResult {
  readonly name: string
  readonly environment: string
  /** Where everything goes. */
  readonly placements: readonly PlacedItem[]
  readonly diagnostics: readonly Diagnostic[]
}

export interface PlacedItem {
  readonly item: "service" | "resource" | "edge"
  readonly name: string
  readonly kind: string
  readonly platform: string
  /** Other platforms it may go to. */
  readonly alternatives: readonly string[]
}

/** Checks the manifest, its references, what the platforms say to it, and retirements. Writes nothing. */
export async function validate(input: ProjectInput, context: Context): Promise<ValidateResult> {
  const { project, diagnostics } = await loadProject(input, context)
  const placed =
    (item: PlacedItem["item"]) =>
    (
      value: (typeof project.services)[number] | (typeof project.resources)[number],
    ): PlacedItem => ({
      item,
      name: value.name,
      kind: value.kind,
      platform: value.placement.platform,
      alternatives: value.placement.targets.filter((target) => target !== value.placement.platform),
    })
  const { edge } = project
  return {
    name: project.name,
    environment: project.environment,
    placements: [
      ...project.services.map(placed("service")),
      ...project.resources.map(placed("resource")),
      ...(edge === undefined
        ? []
        : [
            {
              item: "edge" as const,
              name: edge.domain,
              kind: `in front of ${edge.service}`,
              platform: edge.platform,
              alternatives: [],
            },
          ]),
    ],
    diagnostics,
  }
}

import type { Artifact, Scope, SpecsOnPlatform } from "aidep/provider"
import type { BlueprintStore, RenderStore } from "./blueprint.ts"
import type { RenderOptions } from "./options.ts"
import type { RenderSpecs } from "./spec.ts"

/** `render.yaml`, the Blueprint of everything that goes to Render. */
export function render(
  { resources, services }: SpecsOnPlatform<RenderSpecs>,
  { project: { environment, name } }: Scope<RenderOptions>,
): readonly Artifact[] {
  const listed = [...services.map(({ blueprint }) => blueprint), ...storesIn("services", resources)]
  const databases = storesIn("databases", resources)
  if (listed.length + databases.length === 0) return []
  const header = [
    "yaml-language-server: $schema=https://render.com/schema/render.yaml.json",
    `Project "${name}", environment "${environment}". sync: false keeps the value that is set on Render.`,
  ].join("\n")
  const value = {
    services: listed.length === 0 ? undefined : listed,
    databases: databases.length === 0 ? undefined : databases,
  }
  return [
    { path: "render.yaml", content: { format: "yaml", value, header, readers: "yaml-1.1" } },
    ...services.flatMap(({ files }) => files),
  ]
}

function storesIn(
  list: "services" | "databases",
  stores: readonly (RenderStore | undefined)[],
): readonly BlueprintStore[] {
  return stores.flatMap((store) => (store?.list === list ? [store.blueprint] : []))
}

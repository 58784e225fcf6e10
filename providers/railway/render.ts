import {
  type Artifact,
  code,
  type CodeFile,
  type Scope,
  type SpecsOnPlatform,
  type Statement,
} from "aidep/provider"
import { configFiles } from "./legacy-config.ts"
import type { RailwayOptions } from "./options.ts"
import { type Declaration, declarationsOf } from "./program/declarations.ts"
import type { RailwaySpecs } from "./spec.ts"

/** `.railway/railway.ts` for the whole project, or the deprecated `railway.json` of each service. */
export function render(
  specs: SpecsOnPlatform<RailwaySpecs>,
  scope: Scope<RailwayOptions>,
): readonly Artifact[] {
  const { services } = specs
  const stores = specs.resources.flatMap((store) => store ?? [])
  const dockerfiles = services.flatMap(({ files }) => files)
  if (services.some(({ configFile }) => configFile !== undefined))
    return [...services.flatMap(configFiles), ...dockerfiles]
  if (services.length + stores.length === 0) return []
  const value = projectFile(declarationsOf(services, stores), scope)
  const header = headerOf(scope)
  return [
    { path: ".railway/railway.ts", content: { format: "typescript", value, header } },
    ...dockerfiles,
  ]
}

/** Source of the version: `railway/iac` of the package refuses an older command line. */
function headerOf({ project: { environment, name } }: Scope<RailwayOptions>): string {
  return [
    `Project "${name}", environment "${environment}". preserve() keeps the value that is set on Railway.`,
    "Reading it needs Railway CLI 5.42.1 or newer and the package: npm install --save-dev railway@3.11.0",
    `To compare: railway link --environment ${environment}, then railway config plan`,
  ].join("\n")
}

const blank: Statement = { type: "blank" }

function projectFile(
  declarations: readonly Declaration[],
  { project: { environment, name } }: Scope<RailwayOptions>,
): CodeFile {
  const names = new Set(["defineRailway", "project", ...declarations.flatMap(({ uses }) => uses)])
  const constants = declarations.flatMap(({ constant, value }): readonly Statement[] => [
    { type: "assign", name: constant, value },
    blank,
  ])
  const project = code.call("project", [code.literal(name)], {
    environments: code.data([environment]),
    resources: code.list(declarations.map(({ constant }) => code.reference(constant))),
  })
  const program = {
    type: "arrow",
    body: [...constants, { type: "return", value: project }],
  } as const
  return {
    statements: [
      { type: "import", module: "railway/iac", names: [...names].toSorted() },
      blank,
      { type: "export-default", value: code.call("defineRailway", [program]) },
    ],
  }
}

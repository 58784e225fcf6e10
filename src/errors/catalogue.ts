import type { ExplainedEntry } from "./catalogue-entry.ts"

type Area = Readonly<Record<string, ExplainedEntry>>

/** The catalogue by area, each loaded only when it is asked for. Platforms have areas of their own. */
export const catalogueAreas = {
  artifact: (): Promise<Area> => import("./catalogue/artifact.ts"),
  build: (): Promise<Area> => import("./catalogue/build.ts"),
  check: (): Promise<Area> => import("./catalogue/check.ts"),
  deploy: (): Promise<Area> => import("./catalogue/deploy.ts"),
  init: (): Promise<Area> => import("./catalogue/init.ts"),
  manifest: (): Promise<Area> => import("./catalogue/manifest.ts"),
  project: (): Promise<Area> => import("./catalogue/project.ts"),
  support: (): Promise<Area> => import("./catalogue/support.ts"),
  usage: (): Promise<Area> => import("./catalogue/usage.ts"),
} as const

export function isArea(name: string): name is keyof typeof catalogueAreas {
  return Object.hasOwn(catalogueAreas, name)
}

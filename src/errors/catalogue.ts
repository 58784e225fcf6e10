import type { ExplainedEntry } from "./catalogue-entry.ts"

type Area = Readonly<Record<string, ExplainedEntry>>

/** The catalogue by area, each loaded only when it is asked for. Platforms have areas of their own. */
export const catalogueAreas = {
  adopt: (): Promise<Area> => import("./catalogue/adopt.ts"),
  artifact: (): Promise<Area> => import("./catalogue/artifact.ts"),
  build: (): Promise<Area> => import("./catalogue/build.ts"),
  check: (): Promise<Area> => import("./catalogue/check.ts"),
  cost: (): Promise<Area> => import("./catalogue/cost.ts"),
  deploy: (): Promise<Area> => import("./catalogue/deploy.ts"),
  dockerfile: (): Promise<Area> => import("./catalogue/dockerfile.ts"),
  gates: (): Promise<Area> => import("./catalogue/gates.ts"),
  hardening: (): Promise<Area> => import("./catalogue/hardening.ts"),
  init: (): Promise<Area> => import("./catalogue/init.ts"),
  lint: (): Promise<Area> => import("./catalogue/lint.ts"),
  manifest: (): Promise<Area> => import("./catalogue/manifest.ts"),
  platform: (): Promise<Area> => import("./catalogue/platform.ts"),
  probe: (): Promise<Area> => import("./catalogue/probe.ts"),
  project: (): Promise<Area> => import("./catalogue/project.ts"),
  rehearse: (): Promise<Area> => import("./catalogue/rehearse.ts"),
  repository: (): Promise<Area> => import("./catalogue/repository.ts"),
  rollout: (): Promise<Area> => import("./catalogue/rollout.ts"),
  secret: (): Promise<Area> => import("./catalogue/secret.ts"),
  slo: (): Promise<Area> => import("./catalogue/slo.ts"),
  source: (): Promise<Area> => import("./catalogue/source.ts"),
  state: (): Promise<Area> => import("./catalogue/state.ts"),
  support: (): Promise<Area> => import("./catalogue/support.ts"),
  usage: (): Promise<Area> => import("./catalogue/usage.ts"),
  workflow: (): Promise<Area> => import("./catalogue/workflow.ts"),
} as const

export function isArea(name: string): name is keyof typeof catalogueAreas {
  return Object.hasOwn(catalogueAreas, name)
}

import type { Diagnostic, ItemScope, Service } from "aidep/provider"
import { impossibleStrategy, rollingInstead } from "../errors/manifest.ts"
import type { FlyOptions, Strategy } from "../options.ts"

export interface ChosenStrategy {
  /** Undefined: flyctl's default, which is rolling. */
  readonly strategy: Strategy | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/** The option of the service decides; without it the project's rollout, which only services with a port follow. */
export function strategyOf(service: Service, scope: ItemScope<FlyOptions>): ChosenStrategy {
  const { options, project, report } = scope
  const wanted =
    options.strategy ??
    (service.port === undefined ? undefined : ofRollout(project.rollout.strategy))
  if (wanted === undefined) return { strategy: undefined, diagnostics: [] }
  const why = whyNot(wanted, service)
  if (why === undefined) return { strategy: wanted, diagnostics: [] }
  const problem =
    options.strategy === undefined
      ? report(rollingInstead, { service: service.name, strategy: wanted, why })
      : report(impossibleStrategy, { strategy: wanted, why }, "platforms.fly.strategy")
  return { strategy: "rolling", diagnostics: [problem] }
}

function ofRollout(rollout: "all-at-once" | "canary" | "blue-green"): Strategy | undefined {
  switch (rollout) {
    case "all-at-once":
      return undefined
    case "canary":
      return "canary"
    case "blue-green":
      return "bluegreen"
  }
}

/** https://fly.io/docs/reference/configuration/#picking-a-deployment-strategy, read 2026-08-07. */
function whyNot(strategy: Strategy, { volumes, health, port }: Service): string | undefined {
  if (strategy !== "bluegreen" && strategy !== "canary") return undefined
  if (volumes.length > 0) return "it does not work with a volume"
  if (strategy === "bluegreen" && (health === undefined || port === undefined))
    return 'it needs "health.path", to know when traffic may move'
  return undefined
}

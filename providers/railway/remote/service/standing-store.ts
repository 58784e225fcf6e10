import { type ApiOutcome, failedWith, problem } from "aidep/provider"
import { addressIn, markers } from "../../../_shared/remote/ownership.ts"
import { storeWithoutAddress } from "../../errors/deploy.ts"
import { storePresets, type StoreSettings } from "../../resources/store-settings.ts"
import type { RailwayScope } from "../api/railway-api.ts"
import type { Instance } from "../api/read.ts"
import { privateHost } from "../read/outputs.ts"
import type { ServicePlan } from "./plan.ts"

interface StandingStore {
  readonly plan: ServicePlan
  readonly instance: Instance
  readonly settings: StoreSettings
}

/**
 * A data store that stands keeps what it runs with, whatever the presets are by now: its image, its command, and its
 * password, which may be another one than the project's key gives. With a new name its private address changes, and so
 * do variables that name it.
 */
export function keepStore(
  { instance, plan, settings: { name, type } }: StandingStore,
  scope: RailwayScope,
): ApiOutcome<ServicePlan> {
  const { config, serviceName, variables } = instance
  const isOurs = addressIn(variables, scope) === plan.address
  const { addressVariable } = storePresets[type]
  if (!isOurs && !variables.has(addressVariable)) {
    const params = { store: serviceName, variable: addressVariable }
    return failedWith(problem(storeWithoutAddress, params))
  }
  const before = privateHost(serviceName)
  const kept = [...variables].map(
    ([key, value]) => [key, value.replaceAll(before, privateHost(name))] as const,
  )
  const marker = plan.variables[markers.resource] ?? ""
  return {
    status: "done",
    value: {
      ...plan,
      keepsSettings: Boolean(config.source?.image),
      variables: {
        ...(isOurs ? plan.variables : {}),
        ...Object.fromEntries(kept),
        [markers.resource]: marker,
      },
    },
  }
}

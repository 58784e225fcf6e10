import type { Offer } from "aidep/provider"
import { fixed, openFor } from "../_shared/sizes.ts"
import { flyPresets } from "./presets.ts"

/** Fly Proxy looks for idle Machines every few minutes: https://fly.io/docs/reference/fly-proxy-autostop-autostart/. */
const autostop = openFor({ default: 300, min: 300, max: 300 })

export const flyOffers: readonly Offer[] = [
  ...flyPresets.flatMap(({ name, cpu, includedGiB, mostGiB }): readonly Offer[] => {
    const size = { cpu: fixed(cpu), memoryGiB: { min: includedGiB, max: mostGiB } }
    return [
      {
        id: name,
        title: name,
        serves: ["web", "worker", "inference"],
        ...size,
        scaling: { type: "always" },
      },
      {
        id: `${name}.autostop`,
        title: `${name}, stopped while idle`,
        serves: ["web", "inference"],
        ...size,
        scaling: autostop,
      },
    ]
  }),
  {
    id: "mpg.basic",
    title: "Managed Postgres Basic",
    serves: ["postgres"],
    cpu: fixed(2),
    memoryGiB: fixed(1),
    scaling: { type: "always", maxInstances: 1 },
  },
]

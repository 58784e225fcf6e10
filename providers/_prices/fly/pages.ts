import type { PagePrice, PricePage } from "aidep/provider"
import { flyPresets } from "./presets.ts"

/** The page computes its table in the browser, from three numbers at the top of its source. */
export const flyPages: readonly PricePage[] = [
  {
    url: "https://raw.githubusercontent.com/superfly/docs/main/snippets/RegionPricingSelector.jsx",
    title: "Fly Machines",
    ids: ["ram", ...flyPresets.map(({ name }) => `machine.${name}`)],
    read: readConstants,
  },
]

const cpuPrices = /PRICE_PER_VCPU_SECOND\s*=\s*\{\s*shared:\s*([\d.]+),\s*performance:\s*([\d.]+)/
const memoryPrice = /RAM_PRICE_PER_GB_SECOND\s*=\s*([\d.]+)/

function readConstants(text: string): readonly PagePrice[] {
  const [, shared, performance] = cpuPrices.exec(text) ?? []
  const memory = memoryPrice.exec(text)?.[1]
  if (shared === undefined || performance === undefined || memory === undefined) return []
  return [
    { id: "ram", usd: Number(memory) },
    ...flyPresets.map(({ name, cpu }) => ({
      id: `machine.${name}`,
      usd: cpu * Number(name.startsWith("shared") ? shared : performance),
    })),
  ]
}

import type { PagePrice, PricePage } from "aidep/provider"
import { z } from "zod"
import { jsonIn } from "../_shared/json-in.ts"

const query =
  "serviceName eq 'Container Instances' and armRegionName eq 'eastus' and priceType eq 'Consumption'"

/** https://learn.microsoft.com/rest/api/cost-management/retail-prices/azure-retail-prices, read 2026-10-09. */
const answer = z.object({
  Items: z.array(
    z.object({
      retailPrice: z.number(),
      meterName: z.string(),
      productName: z.string(),
      armRegionName: z.string(),
    }),
  ),
})

const meters: Readonly<Record<string, string>> = {
  "Standard vCPU Duration": "aci.vcpu",
  "Standard Memory Duration": "aci.gb",
}

export const azurePages: readonly PricePage[] = [
  {
    url: `https://prices.azure.com/api/retail/prices?$filter=${encodeURIComponent(query)}`,
    title: "Container Instances in eastus",
    ids: Object.values(meters),
    read: readMeters,
  },
]

function readMeters(text: string): readonly PagePrice[] {
  const parsed = answer.safeParse(jsonIn(text))
  if (!parsed.success) return []
  return parsed.data.Items.filter(
    ({ productName, armRegionName }) =>
      productName === "Container Instances" && armRegionName === "eastus",
  ).map(({ meterName, retailPrice }) => ({ id: meters[meterName] ?? meterName, usd: retailPrice }))
}

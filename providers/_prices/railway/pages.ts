import type { PricePage } from "aidep/provider"
import { tablePage } from "../_shared/table-page.ts"

export const railwayPages: readonly PricePage[] = [
  tablePage(
    {
      url: "https://raw.githubusercontent.com/railwayapp/docs/main/content/docs/pricing/plans.md",
      title: "Railway plans",
    },
    [
      {
        heading: "Subscription pricing",
        name: ["Plan"],
        price: "Price",
        ids: { Free: "plan.free", Hobby: "plan.hobby", Pro: "plan.pro" },
      },
      {
        heading: "Resource usage pricing",
        name: ["Resource"],
        price: "Resource Price",
        ids: {
          RAM: "ram",
          CPU: "cpu",
          "Network Egress": "egress",
          "Volume Storage": "volume",
        },
      },
    ],
  ),
]

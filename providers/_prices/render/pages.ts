import type { PricePage } from "aidep/provider"
import { tablePage } from "../_shared/table-page.ts"

const compute = {
  Starter: "starter",
  Standard: "standard",
  Pro: "pro",
  "Pro Plus": "pro_plus",
  "Pro Max": "pro_max",
  "Pro Ultra": "pro_ultra",
} as const

const postgres = [
  "Basic-256mb",
  "Basic-1gb",
  "Basic-4gb",
  "Pro-4gb",
  "Pro-8gb",
  "Pro-16gb",
  "Accelerated-16gb",
]

function underPrefix(prefix: string, names: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(names).map(([row, id]) => [row, `${prefix}.${id}`]))
}

export const renderPages: readonly PricePage[] = [
  tablePage({ url: "https://render.com/pricing.md", title: "Render pricing" }, [
    {
      heading: "Pricing Tiers",
      name: ["Tier"],
      price: "Price",
      ids: underPrefix("workspace", { Hobby: "hobby", Pro: "pro", Scale: "scale" }),
    },
    {
      heading: "Web Services",
      name: ["Instance Type"],
      price: "Pricing",
      ids: underPrefix("web", { Free: "free", ...compute }),
    },
    {
      heading: "Render Postgres",
      name: ["Instance Type"],
      price: "Pricing",
      ids: underPrefix("postgres", {
        Free: "free",
        ...Object.fromEntries(postgres.map((name) => [name, name.toLowerCase()])),
      }),
    },
    {
      heading: "Render Key Value",
      name: ["Instance Type"],
      price: "Pricing",
      ids: underPrefix("keyvalue", {
        Free: "free",
        Starter: "starter",
        Standard: "standard",
        Pro: "pro",
        "Pro Plus": "pro_plus",
      }),
    },
    {
      heading: "Cron Jobs",
      name: ["Instance Type"],
      price: "Pricing",
      ids: underPrefix("cron", {
        Starter: "starter",
        Standard: "standard",
        Pro: "pro",
        "Pro Plus": "pro_plus",
      }),
    },
    {
      heading: "Networking",
      name: ["Feature"],
      price: "Hobby",
      ids: { Bandwidth: "bandwidth" },
    },
    {
      heading: "Build & Deploy",
      name: ["Feature"],
      price: "Hobby",
      ids: { "- Standard build pipeline": "build" },
    },
    {
      heading: "Render Services & Storage",
      name: ["Feature"],
      price: "Hobby",
      ids: {
        "- Persistent disks (Provision high-speed SSDs to attach to your web services, private services, and background workers)":
          "disk",
        "- Expandable storage": "postgres.storage",
      },
    },
  ]),
]

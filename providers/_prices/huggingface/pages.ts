import type { PagePrice, PricePage } from "aidep/provider"
import { z } from "zod"
import { jsonIn } from "../_shared/json-in.ts"
import { tablePage } from "../_shared/table-page.ts"
import { endpoints, jobs } from "./hardware.ts"

const docs = "https://raw.githubusercontent.com/huggingface"

/** `endpoints.aws.nvidia-t4.x1` is the row `aws nvidia-t4 x1`. */
const endpointRows = Object.fromEntries(
  endpoints.map(({ id }) => [id.split(".").slice(1).join(" "), id]),
)
const endpointColumns = {
  name: ["Provider", "Instance Type", "Instance Size"],
  price: "Hourly rate",
  ids: endpointRows,
} as const

const hardware = z.array(
  z.object({
    name: z.string(),
    unitCostMicroUSD: z.number().nullish(),
    unitLabel: z.enum(["second", "minute", "hour"]),
  }),
)
const unitsOfHour = { second: 3600, minute: 60, hour: 1 } as const

export const huggingfacePages: readonly PricePage[] = [
  tablePage(
    {
      url: `${docs}/hf-endpoints-documentation/main/docs/source/support/pricing.md`,
      title: "Inference Endpoints",
    },
    [
      { heading: "CPU Instances", ...endpointColumns },
      { heading: "GPU Instances", ...endpointColumns },
    ],
  ),
  tablePage({ url: `${docs}/hub-docs/main/docs/hub/spaces-gpus.md`, title: "Spaces hardware" }, [
    {
      name: ["Hardware"],
      price: "Hourly Price",
      ids: {
        "CPU Basic": "spaces.cpu-basic",
        "CPU Upgrade": "spaces.cpu-upgrade",
        "Nvidia T4 - small": "spaces.t4-small",
        "Nvidia T4 - medium": "spaces.t4-medium",
        "1x Nvidia L4": "spaces.l4x1",
        "4x Nvidia L4": "spaces.l4x4",
        "1x Nvidia L40S": "spaces.l40sx1",
        "4x Nvidia L40S": "spaces.l40sx4",
        "Nvidia A10G - small": "spaces.a10g-small",
        "Nvidia A10G - large": "spaces.a10g-large",
        "2x Nvidia A10G - large": "spaces.a10g-largex2",
        "4x Nvidia A10G - large": "spaces.a10g-largex4",
        "Nvidia A100 - large": "spaces.a100-large",
        "4x Nvidia A100": "spaces.a100x4",
        "8x Nvidia A100": "spaces.a100x8",
      },
    },
  ]),
  {
    url: "https://huggingface.co/api/jobs/hardware",
    title: "Hardware of jobs",
    ids: jobs.map(({ id }) => id),
    read: readHardware,
  },
]

function readHardware(text: string): readonly PagePrice[] {
  const parsed = hardware.safeParse(jsonIn(text))
  if (!parsed.success) return []
  return parsed.data.flatMap(({ name, unitCostMicroUSD, unitLabel }) =>
    typeof unitCostMicroUSD === "number"
      ? [{ id: `jobs.${name}`, usd: (unitCostMicroUSD / 1e6) * unitsOfHour[unitLabel] }]
      : [],
  )
}

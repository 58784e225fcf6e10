import type { PricePage } from "aidep/provider"
import { catalogPage } from "../_shared/machine-catalog.ts"
import { tablePage } from "../_shared/table-page.ts"

export const runpodPages: readonly PricePage[] = [
  tablePage(
    {
      url: "https://raw.githubusercontent.com/runpod/docs/main/snippets/serverless-gpu-pricing-table.mdx",
      title: "RunPod serverless GPUs",
    },
    [
      {
        name: ["GPU type(s)"],
        price: "Cost per second",
        ids: {
          "A4000, A4500, RTX 4000": "serverless.flex.16gb",
          "L4, A5000, 3090": "serverless.flex.24gb",
          "4090 PRO": "serverless.flex.24gb-pro",
          "A6000, A40": "serverless.flex.48gb",
          "L40, L40S, 6000 Ada PRO": "serverless.flex.48gb-pro",
          A100: "serverless.flex.a100",
          "H100 PRO": "serverless.flex.h100",
          "6000s PRO": "serverless.flex.96gb",
          "H200 PRO": "serverless.flex.h200",
          B200: "serverless.flex.b200",
        },
      },
    ],
  ),
  catalogPage({
    cloud: "runpod",
    title: "RunPod pods",
    ids: {
      "1x_RTX4090_SECURE": "pod.4090",
      "1x_RTX5090_SECURE": "pod.5090",
      "1x_L40S_SECURE": "pod.l40s",
      "1x_A100-80GB_SECURE": "pod.a100-pcie",
      "1x_A100-80GB-SXM_SECURE": "pod.a100-sxm",
      "1x_H100_SECURE": "pod.h100-pcie",
      "1x_H100-SXM_SECURE": "pod.h100-sxm",
      "1x_H200-SXM_SECURE": "pod.h200",
      "1x_B200_SECURE": "pod.b200",
      "1x_B300_SECURE": "pod.b300",
    },
  }),
]

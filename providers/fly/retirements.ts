import type { RetirementRule } from "aidep/provider"

/** Keys and sizes of GPUs in a fly.toml, or in its JSON and YAML forms, outside of comments. */
const gpuLine =
  /^[^#\n]*(?:\b(?:gpu_kind|gpus)\b["']?\s*[=:]|\bsize["']?\s*[=:]\s*["']?(?:a10|l40s|a100(?:-\w+)+)\b)/m

/** Where flyctl and its documentation put the file of an app; each is looked for beside the code too. */
const paths = [
  "fly.toml",
  "fly.json",
  "fly.yaml",
  "fly.production.toml",
  "fly.staging.toml",
] as const

export const flyRetirements: readonly RetirementRule[] = [
  {
    code: "fly/gpus",
    title: "Fly ended its GPUs.",
    retiresOn: "2026-08-01",
    source: "https://fly.io/docs/about/pricing/",
    hint: 'Remove "gpu_kind", "gpus" and the GPU size, and move the service to Modal, or to Docker Compose on a machine that has a GPU.',
    explanation:
      "Fly announced on 2026-02-11 that GPU Machines would be unavailable after 2026-08-01 and removed their documentation on 2026-08-05. A fly.toml that asks for one cannot be deployed.",
    example: {
      wrong: '[[vm]]\n  size = "a100-40gb"',
      right: '[[vm]]\n  size = "performance-8x"\n  memory = "32gb"',
    },
    touches: [{ type: "file", paths, pattern: gpuLine }],
  },
]

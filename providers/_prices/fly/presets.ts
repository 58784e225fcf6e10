/** Sizes of Machines. Memory over what a preset has is sold by the GB, in steps. */
interface Kind {
  readonly kind: "shared-cpu" | "performance"
  readonly cpus: readonly number[]
  /** GB of memory for each CPU: in the preset, and at most. */
  readonly perCpu: { readonly included: number; readonly most: number }
  readonly stepGiB: number
}

const kinds: readonly Kind[] = [
  { kind: "shared-cpu", cpus: [1, 2, 4, 6, 8], perCpu: { included: 0.25, most: 2 }, stepGiB: 0.25 },
  {
    kind: "performance",
    cpus: [1, 2, 4, 6, 8, 10, 12, 14, 16],
    perCpu: { included: 2, most: 8 },
    stepGiB: 1,
  },
]

export interface Preset {
  /** Such as `shared-cpu-1x`. */
  readonly name: string
  readonly cpu: number
  readonly includedGiB: number
  readonly mostGiB: number
  readonly stepGiB: number
}

/** https://fly.io/docs/about/pricing/, read 2026-10-09. */
export const flyPresets: readonly Preset[] = kinds.flatMap(({ kind, cpus, perCpu, stepGiB }) =>
  cpus.map((cpu) => ({
    name: `${kind}-${cpu}x`,
    cpu,
    includedGiB: cpu * perCpu.included,
    mostGiB: cpu * perCpu.most,
    stepGiB,
  })),
)

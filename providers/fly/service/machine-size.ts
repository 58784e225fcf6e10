/** A size that Fly offers. */
export interface MachineSize {
  /** Preset, such as `shared-cpu-1x`. */
  readonly preset: string
  readonly cpus: number
  readonly memoryMiB: number
}

export type CpuKind = "shared" | "performance"

interface CpuOffer {
  readonly name: string
  readonly cpus: readonly number[]
  /** Memory for each CPU; `step` is also the least. */
  readonly step: number
  readonly most: number
}

/** https://fly.io/docs/machines/guides-examples/machine-sizing/ and `fly platform vm-sizes`, read 2026-08-07. */
const offers: Readonly<Record<CpuKind, CpuOffer>> = {
  shared: { name: "shared-cpu", cpus: [1, 2, 4, 8], step: 256, most: 2048 },
  performance: { name: "performance", cpus: [1, 2, 4, 8, 16], step: 2048, most: 8192 },
}

/** What `fly launch` gives an app that asks for nothing. https://fly.io/docs/reference/fly-launch/ */
const defaultMemoryMiB = 1024

export interface WantedSize {
  readonly cpu: number | undefined
  readonly memoryMiB: number | undefined
  /** Undefined: shared where that is enough. */
  readonly cpuKind: CpuKind | undefined
}

/** The smallest offered size that has what is wanted; undefined where none has. */
export function machineSizeFor({ cpuKind, ...wanted }: WantedSize): MachineSize | undefined {
  const kinds: readonly CpuKind[] = cpuKind === undefined ? ["shared", "performance"] : [cpuKind]
  return kinds.map((kind) => smallest(offers[kind], wanted)).find((size) => size !== undefined)
}

function smallest(
  { name, cpus, step, most }: CpuOffer,
  { cpu = 0, memoryMiB = defaultMemoryMiB }: Omit<WantedSize, "cpuKind">,
): MachineSize | undefined {
  const count = cpus.find((candidate) => candidate >= cpu && candidate * most >= memoryMiB)
  if (count === undefined) return undefined
  const rounded = Math.ceil(memoryMiB / step) * step
  return { preset: `${name}-${count}x`, cpus: count, memoryMiB: Math.max(rounded, count * step) }
}

/** GB and GiB are 7.4% apart: whoever wrote `1GB` gets Fly's 1024 MB without a word. */
const unitDifference = 1.08

/** What was asked for and comes larger, in words; a difference of the unit alone does not count. */
export function roundedUp(size: MachineSize, { cpu, memoryMiB }: WantedSize): readonly string[] {
  const moreCpu = cpu !== undefined && size.cpus > cpu
  const moreMemory = memoryMiB !== undefined && size.memoryMiB > memoryMiB * unitDifference
  return [...(moreCpu ? [`${cpu} CPU`] : []), ...(moreMemory ? [`${memoryMiB} MiB`] : [])]
}

/** The sizes of a kind of CPU in words, for hints. */
export const offeredSizes =
  "shared-cpu with 1, 2, 4 or 8 CPUs and 256 MiB to 2 GiB for each, or performance with 1, 2, 4, 8 or 16 CPUs and 2 to 8 GiB for each"

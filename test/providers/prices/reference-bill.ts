import type { ItemKind, ItemUsage } from "../../../src/provider/index.ts"

/** A bill that a person worked out from a price list and its rules. Platform and plan are those of a price book. */
export interface ReferenceBill {
  readonly title: string
  readonly plan: string
  readonly items: readonly ItemUsage[]
  /** The arithmetic of each meter, as `quantity * price = amount`; two of them where a price is a range. */
  readonly lines: Readonly<Record<string, string | readonly [low: string, high: string]>>
  /** What the month costs, in US dollars and to the cent. */
  readonly total: number | readonly [low: number, high: number]
  /** What the bill has to say is without a price. */
  readonly unpriced?: readonly string[]
}

/** Seconds of the month that estimates are for: 730 hours. */
export const month = 730 * 3600
export const hours = (count: number): number => count * 3600

interface Used {
  readonly item?: string
  readonly kind?: ItemKind
  readonly offer: string
  readonly region?: string
  /** Virtual CPUs of an instance. */
  readonly cpu?: number
  readonly memoryGiB?: number
  readonly gpus?: number
  /** Measured on average, where a platform bills that. */
  readonly usedCpu?: number
  readonly usedGiB?: number
  /** Seconds of all instances together. */
  readonly billed?: number
  readonly instances?: number
  readonly requests?: number
  readonly cpuSeconds?: number
  readonly egressGB?: number
  readonly storageGiB?: number
  readonly operations?: number
  readonly buildMinutes?: number
  readonly tokens?: { readonly input: number; readonly cached?: number; readonly output: number }
}

/** What one service or resource uses; everything that is not said is zero. */
export function used(given: Used): ItemUsage {
  const { billed = 0, instances = 1, tokens } = given
  return {
    item: given.item ?? "service",
    kind: given.kind ?? "inference",
    offer: given.offer,
    region: given.region,
    size: { cpu: given.cpu ?? 0, memoryGiB: given.memoryGiB ?? 0, gpus: given.gpus ?? 0 },
    used: { cpu: given.usedCpu ?? 0, memoryGiB: given.usedGiB ?? 0 },
    seconds: { busy: billed, idle: 0, cold: 0, billed },
    starts: 0,
    warmInstances: 0,
    peakInstances: instances,
    requests: given.requests ?? 0,
    requestSeconds: 0,
    cpuSeconds: given.cpuSeconds ?? 0,
    egressGB: given.egressGB ?? 0,
    storageGiB: given.storageGiB ?? 0,
    operations: given.operations ?? 0,
    buildMinutes: given.buildMinutes ?? 0,
    tokens: { input: tokens?.input ?? 0, cached: tokens?.cached ?? 0, output: tokens?.output ?? 0 },
  }
}

/**
 * Names of regions that a manifest can use on every platform, so that a service keeps its `regions` when it
 * moves. A platform says in its own `RegionTable` which of its regions each one stands for.
 */
export const generalRegions = [
  "us",
  "us-east",
  "us-central",
  "us-west",
  "ca",
  "eu",
  "eu-west",
  "eu-central",
  "eu-north",
  "uk",
  "ap",
  "ap-southeast",
  "ap-northeast",
  "ap-south",
  "au",
  "sa",
  "af",
] as const
export type GeneralRegion = (typeof generalRegions)[number]

export interface RegionTable {
  /** The platform's own names, in the order in which a hint lists them. */
  readonly own: readonly string[]
  /** Only what the platform has a near region for; a name left out is unknown there. */
  readonly general: Readonly<Partial<Record<GeneralRegion, string>>>
}

/** The platform's own name of a region that is written as its own or as a general one. */
export function regionOf(table: RegionTable, written: string): string | undefined {
  if (table.own.includes(written)) return written
  const general = generalRegions.find((name) => name === written)
  return general === undefined ? undefined : table.general[general]
}

export interface ChosenRegions {
  /** The platform's own names, each once. */
  readonly regions: readonly string[]
  /** Names that the platform has no region for. */
  readonly unknown: readonly string[]
}

export function chosenRegions(table: RegionTable, written: readonly string[]): ChosenRegions {
  const found = written.map((name) => ({ name, region: regionOf(table, name) }))
  return {
    regions: [...new Set(found.flatMap(({ region }) => region ?? []))],
    unknown: found.filter(({ region }) => region === undefined).map(({ name }) => name),
  }
}

/** Every name that `regionOf` knows, for hints: own names first. */
export function possibleRegions({ own, general }: RegionTable): string {
  const others = generalRegions.filter((name) => general[name] !== undefined && !own.includes(name))
  return [...own, ...others].join(", ")
}

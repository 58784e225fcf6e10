import type { ItemKind } from "./usage.ts"

/** A way of building that people compare: where each kind of part goes. */
export interface Architecture {
  readonly id: string
  readonly title: string
  readonly places: Partial<Record<ItemKind, readonly ArchitecturePlace[]>>
}

export interface ArchitecturePlace {
  readonly platform: string
  /** Ids of offers, or with a dot at the end the beginnings of ids; undefined: any. */
  readonly offers?: readonly string[]
}

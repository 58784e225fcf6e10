import type { Table } from "../table.ts"

export interface Buckets {
  /** By name. */
  readonly standing: Table<Bucket>
  /** False for an account that never turned R2 on. */
  readonly isOn: boolean
}

export interface Bucket {
  readonly name: string
  readonly location: string
  readonly createdAtMs: number
  /** Buckets with files in them cannot be removed. */
  readonly isEmpty: boolean
}

export const noBuckets: Buckets = { standing: {}, isOn: true }

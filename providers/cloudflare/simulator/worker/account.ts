import type { Table } from "../table.ts"

/** Workers of an account, and what they share. */
export interface Workers {
  /** By name. */
  readonly scripts: Table<Script>
  /** The account's part of addresses below workers.dev; null where it never chose one. */
  readonly subdomain: string | null
  /** Types of the static files that were uploaded, by hash. */
  readonly files: Readonly<Record<string, string>>
  /** Uploads of static files, by token. */
  readonly uploads: Table<Upload>
}

export interface Script {
  readonly name: string
  readonly createdAtMs: number
  readonly changedAtMs: number
  readonly tags: readonly string[]
  readonly logs: boolean
  readonly workersDev: boolean
  readonly previews: boolean
  readonly crons: readonly string[]
  /** Oldest first. */
  readonly versions: readonly Version[]
  /** Oldest first. */
  readonly deployments: readonly Deployment[]
  readonly lastFrom: "api" | "wrangler"
}

export interface Version {
  readonly id: string
  readonly number: number
  readonly createdAtMs: number
  readonly annotations: Readonly<Record<string, string>>
  readonly compatibilityDate: string
  readonly compatibilityFlags: readonly string[]
  readonly cpuMs: number | null
  readonly bindings: readonly Binding[]
  readonly placement: unknown
  readonly cache: boolean
  /** Null for a static site. */
  readonly main: string | null
  /** Names of its modules. */
  readonly modules: readonly string[]
  /** Its static files, by path; null for none. */
  readonly assets: {
    readonly config: unknown
    readonly files: Readonly<Record<string, string>>
  } | null
}

export interface Binding {
  readonly name: string
  readonly type: string
  /** Of a variable or secret. */
  readonly text?: string | undefined
  readonly bucket_name?: string | undefined
  readonly namespace_id?: string | undefined
  readonly simple?: { readonly limit: number; readonly period: number } | undefined
}

export interface Deployment {
  readonly id: string
  readonly createdAtMs: number
  readonly annotations: Readonly<Record<string, string>>
  readonly versions: readonly { readonly version_id: string; readonly percentage: number }[]
}

export interface Upload {
  /** Of its script. */
  readonly name: string
  /** Hashes by path. */
  readonly manifest: Readonly<Record<string, string>>
  /** True for the token of the whole upload. */
  readonly isWhole: boolean
}

export const noWorkers: Workers = { scripts: {}, subdomain: "simulated", files: {}, uploads: {} }

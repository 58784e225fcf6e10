import type { Strategy } from "../options.ts"

/**
 * The part of fly.toml that aidep writes, keys in the order in which flyctl writes them. Names and types
 * are those of `internal/appconfig` of flyctl, read at commit ad0172f of 2026-08-21.
 */
export type FlyToml = {
  readonly app: string
  readonly primary_region: string
  readonly build: FlyBuild | undefined
  readonly deploy: FlyDeploy | undefined
  /** Values are texts only. */
  readonly env: Readonly<Record<string, string>> | undefined
  /** Commands by process group; flyctl splits them by shell words. */
  readonly processes: { readonly app: string } | undefined
  readonly mounts: readonly FlyMount[] | undefined
  readonly http_service: FlyHttpService | undefined
  readonly restart: readonly [FlyRestart]
  readonly vm: readonly [FlyVm]
}

/** `dockerfile` is relative to the folder of fly.toml. */
export type FlyBuild = { readonly image: string } | { readonly dockerfile: string }

export type FlyDeploy = {
  readonly strategy: Strategy | undefined
  readonly wait_timeout: string | undefined
  readonly release_command: string | undefined
}

export type FlyMount = {
  readonly source: string
  readonly destination: string
  readonly initial_size: string | undefined
}

export type FlyHttpService = {
  readonly internal_port: number
  readonly force_https: boolean
  readonly auto_stop_machines: "off" | "stop" | "suspend"
  readonly auto_start_machines: boolean
  /** Counts in the primary region only. */
  readonly min_machines_running: number
  /** Needed as soon as there is a process group. */
  readonly processes: readonly ["app"] | undefined
  readonly concurrency: FlyConcurrency
  readonly checks: readonly FlyCheck[] | undefined
}

export type FlyConcurrency = {
  readonly type: "requests"
  readonly hard_limit: number | undefined
  readonly soft_limit: number | undefined
}

/** Durations are texts with a unit. */
export type FlyCheck = {
  readonly interval: string
  readonly timeout: string
  readonly grace_period: string
  readonly method: "GET"
  readonly path: string
}

export type FlyRestart = { readonly policy: "always" | "on-failure" | "never" }

/** `memory` is in MB of 1024 * 1024 bytes. */
export type FlyVm = { readonly size: string; readonly memory: string }

/**
 * A Compose file, after the Compose Specification, https://docs.docker.com/reference/compose-file/ (2026-11-21).
 * Every text may hold `${…}`, which Compose fills in; `interpolation.ts` makes both kinds of text.
 */
export type ComposeFile = {
  readonly name: string
  readonly services: Readonly<Record<string, ComposeService>>
  readonly volumes?: Readonly<Record<string, Readonly<Record<string, never>>>> | undefined
  readonly configs?: Readonly<Record<string, { readonly content: string }>> | undefined
}

/** Keys in the order of the reference. */
export type ComposeService = {
  readonly build?: { readonly context: string; readonly dockerfile: string } | undefined
  readonly command?: readonly string[] | undefined
  readonly configs?: readonly { readonly source: string; readonly target: string }[] | undefined
  readonly depends_on?: Dependencies | undefined
  readonly deploy?: Deploy | undefined
  readonly environment?: Readonly<Record<string, string>> | undefined
  readonly healthcheck?: Healthcheck | undefined
  readonly image?: string | undefined
  readonly init?: boolean | undefined
  readonly logging?: Logging | undefined
  readonly ports?: readonly PublishedPort[] | undefined
  readonly profiles?: readonly string[] | undefined
  readonly restart?: Restart | undefined
  readonly security_opt?: readonly string[] | undefined
  readonly stop_grace_period?: string | undefined
  /** `volume:/path`. */
  readonly volumes?: readonly string[] | undefined
}

export type Restart = "no" | "always" | "unless-stopped"

export type Dependencies = Readonly<
  Record<
    string,
    {
      readonly condition: "service_started" | "service_healthy" | "service_completed_successfully"
    }
  >
>

export type Deploy = {
  readonly replicas?: number | undefined
  readonly resources?:
    | { readonly limits?: Limits | undefined; readonly reservations?: Reservations | undefined }
    | undefined
}

export type Limits = {
  readonly cpus?: string | undefined
  readonly memory?: string | undefined
}

export type Reservations = {
  readonly devices: readonly {
    readonly driver: "nvidia"
    readonly count: number
    readonly capabilities: readonly ["gpu"]
  }[]
}

export type Healthcheck = {
  readonly test: readonly string[]
  readonly interval: string
  readonly timeout: string
  readonly retries: number
  readonly start_period: string
  /** How often it asks during the start, so that what waits for health does not wait for `interval`. */
  readonly start_interval: string
}

export type Logging = {
  readonly driver: "json-file"
  readonly options: { readonly "max-size": string; readonly "max-file": string }
}

export type PublishedPort = {
  readonly target: number
  readonly published: string
  readonly host_ip?: string | undefined
}

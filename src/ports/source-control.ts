/** Opens a repository at the service that hosts it. */
export type OpenSourceControl = (options: SourceControlOptions) => SourceControl

export interface SourceControlOptions {
  /** `owner/name` */
  readonly repository: string
  /** Never to be printed. */
  readonly token: string
  /** Address of the service's API; default: that of the public service. */
  readonly url?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** A repository where it is hosted. Total: what the service refuses is an answer. Every call may be repeated. */
export interface SourceControl {
  /** Names of secrets; of an environment where one is given, else of the repository. */
  readonly secretNames: (environment?: string) => Promise<Outcome<readonly string[]>>
  /** Sets secrets, sealed so that only the service can open them. */
  readonly putSecrets: (
    secrets: readonly NamedValue[],
    environment?: string,
  ) => Promise<Outcome<undefined>>
  /** Makes an environment where there is none, and leaves the rules of one that is there. */
  readonly ensureEnvironment: (environment: string) => Promise<Outcome<"created" | "there">>
  readonly putVariables: (
    variables: readonly NamedValue[],
    environment?: string,
  ) => Promise<Outcome<undefined>>
  /** Tells that a commit is being deployed; answers with the id of the deployment. */
  readonly startDeployment: (deployment: NewDeployment) => Promise<Outcome<number>>
  readonly reportDeployment: (report: DeploymentReport) => Promise<Outcome<undefined>>
  /**
   * Changes the one comment of a pull request that holds the marker, or makes it. `write` gets its text, undefined for
   * none; answers with the comment's address.
   */
  readonly upsertComment: (comment: UpsertedComment) => Promise<Outcome<string>>
}

export type Outcome<Value> =
  | { readonly status: "done"; readonly value: Value }
  | {
      readonly status: "failed"
      readonly kind: "unauthorized" | "forbidden" | "missing" | "refused" | "unreachable"
      /** What was asked, and a sentence of the service. */
      readonly reason: string
    }

export interface NamedValue {
  readonly name: string
  readonly value: string
}

export interface NewDeployment {
  readonly commit: string
  readonly environment: string
  readonly description: string
  /** True for environments that people rely on. */
  readonly production: boolean
}

export interface DeploymentReport {
  readonly id: number
  readonly state: "in_progress" | "success" | "failure" | "error"
  readonly description: string
  /** Address of what was deployed. */
  readonly url?: string | undefined
}

export interface UpsertedComment {
  readonly pullRequest: number
  readonly marker: string
  readonly write: (existing: string | undefined) => string
}

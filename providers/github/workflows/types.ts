/**
 * Workflow files as GitHub reads them, keys in the order of its documentation:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax (read 2026-11-21).
 */
export type Workflow = {
  readonly name: string
  readonly on: Triggers
  readonly permissions: Permissions
  readonly concurrency?: Concurrency
  readonly jobs: Readonly<Record<string, Job | CalledWorkflow>>
}

export type Triggers = {
  readonly push?: {
    readonly branches?: readonly string[]
    readonly "branches-ignore"?: readonly string[]
  }
  readonly pull_request?: null
  readonly schedule?: readonly { readonly cron: string }[]
  readonly workflow_call?: null
  readonly workflow_dispatch?: {
    readonly inputs: Readonly<Record<string, ChoiceInput>>
  }
}

export type ChoiceInput = {
  readonly description: string
  readonly required: true
  readonly default?: string
  readonly type: "choice"
  readonly options: readonly string[]
}

/** What the token of the repository may do; everything that is not named is refused. */
export type Permissions = {
  readonly contents?: "read"
  readonly packages?: "write"
}

export type Concurrency = {
  readonly group: string
  readonly "cancel-in-progress": boolean
}

export type Job = {
  readonly name: string
  readonly permissions?: Permissions
  readonly needs?: readonly string[]
  readonly if?: string
  readonly "runs-on": string
  readonly environment?: JobEnvironment
  readonly concurrency?: Concurrency
  readonly outputs?: Readonly<Record<string, string>>
  readonly "timeout-minutes": number
  readonly steps: readonly Step[]
}

/** A job that is a workflow of the same repository. */
export type CalledWorkflow = {
  readonly name: string
  readonly permissions?: Permissions
  readonly needs?: readonly string[]
  readonly uses: string
}

export type JobEnvironment = {
  readonly name: string
  /** False: the job gets the environment's secrets and is not listed as a deployment. */
  readonly deployment?: false
}

export type Step = {
  readonly id?: string
  readonly name: string
  readonly if?: string
  readonly uses?: string
  readonly with?: Values
  readonly run?: string
  readonly "working-directory"?: string
  readonly env?: Values
}

export type Values = Readonly<Record<string, string | number | boolean | undefined>>

/** Runs other programs: a file and its arguments, never a shell line. */
export interface Processes {
  readonly run: (command: Command) => Promise<CommandOutcome>
  /** True while a process of this machine has the id. */
  readonly isRunning: (id: number) => boolean
}

export interface Command {
  readonly file: string
  readonly args: readonly string[]
  /** What it may do: `read` changes nothing anywhere. */
  readonly effect: "read" | "change"
  readonly timeoutMs: number
  /** Absolute; default: the working folder of aidep. */
  readonly workingFolder?: string
  /** Laid over the environment of aidep. */
  readonly variables?: Readonly<Record<string, string>>
}

export type CommandOutcome =
  | {
      readonly status: "ended"
      readonly exitCode: number
      readonly stdout: string
      readonly stderr: string
    }
  | { readonly status: "not-found" }
  | { readonly status: "timed-out" }

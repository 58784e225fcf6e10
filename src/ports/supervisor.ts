/**
 * Keeps processes running that outlive the command that started them: one small supervisor process a service, which
 * restarts it when it crashes and keeps its log. Total: what the world does is an answer, never an exception.
 */
export interface Supervisor {
  /** Answers once the process runs or could not be started. */
  readonly start: (process: SupervisedProcess) => Promise<StartOutcome>
  readonly inspect: (folder: string) => Promise<ProcessState>
  /** Ends the process, all that it started, and its supervisor. Doing it again changes nothing. */
  readonly stop: (folder: string, options: StopOptions) => Promise<StopOutcome>
  /** The newest lines of the log, oldest first, also from files that were rotated; none without a log. */
  readonly tail: (folder: string, lines: number) => Promise<readonly string[]>
  /**
   * The newest lines, then each new one, across rotation and restarts, until the signal aborts or the folder is gone.
   * Lines that were rotated away before they could be read are skipped.
   */
  readonly follow: (folder: string, options: FollowOptions) => AsyncIterable<string>
}

export interface SupervisedProcess {
  /** Absolute. Holds the state and the log of this one process; made when missing; its owner alone can read it. */
  readonly folder: string
  /** A path, or a name that is looked up in the PATH of `variables`. */
  readonly file: string
  readonly args: readonly string[]
  readonly workingFolder: string
  /**
   * The whole environment of the process, secrets included: they are handed on through a pipe, never through a file
   * or an argument. One variable is added: AIDEP_SUPERVISED, by which the process and what it started are known again.
   */
  readonly variables: Readonly<Record<string, string>>
  readonly restart: "always" | "on-failure" | "never"
  /** Of one log file. The newest and three older ones are kept. */
  readonly maxLogBytes: number
  /** Names the supervisor in the machine's list of processes, which everybody can read. */
  readonly label: string
  readonly backOff?: BackOff | undefined
}

/** How long to wait before each restart: twice as long each time. Default: 250 ms to 10 s, 30 s, 10 crashes. */
export interface BackOff {
  readonly firstMs: number
  readonly longestMs: number
  /** Who ran this long has not crashed "in a row". */
  readonly resetAfterMs: number
  /** After so many crashes in a row it is not tried again. */
  readonly crashes: number
}

export interface StopOptions {
  /** From the request to end until it is made to end. */
  readonly graceMs: number
}

export interface FollowOptions {
  /** How many lines of before to begin with. */
  readonly lines: number
  readonly signal: AbortSignal
}

export type StartOutcome =
  | { readonly status: "started"; readonly pid: number; readonly supervisorPid: number }
  /** Nothing was started: one runs there, with its supervisor or without. */
  | { readonly status: "already-running"; readonly state: ProcessState }
  | {
      readonly status: "not-startable"
      readonly problem: StartProblem
      /** Completes "cannot be started: …". */
      readonly reason: string
    }

/**
 * `missing-interpreter`: the file is there, what its first line names is not. `folder-unusable`: state cannot be
 * written there. `no-supervisor`: the supervisor itself did not start.
 */
export type StartProblem =
  | "missing-program"
  | "missing-interpreter"
  | "missing-working-folder"
  | "not-permitted"
  | "folder-unusable"
  | "no-supervisor"
  | "other"

/** Times are milliseconds since 1970. `droppedLogBytes`: what the process wrote and the disk did not take. */
export type ProcessState =
  /** Nothing was ever started there. */
  | { readonly status: "none" }
  | { readonly status: "starting"; readonly supervisorPid: number }
  | {
      readonly status: "running"
      readonly pid: number
      readonly supervisorPid: number
      readonly startedAtMs: number
      readonly restarts: number
      readonly droppedLogBytes: number
    }
  /** It crashed. The last exit and the next try are unknown for the moment in which the supervisor cleans up. */
  | {
      readonly status: "restarting"
      readonly supervisorPid: number
      readonly restarts: number
      readonly lastExit: ProcessExit | undefined
      readonly nextTryAtMs: number | undefined
      readonly droppedLogBytes: number
    }
  | {
      readonly status: "exited"
      readonly why: ExitReason
      /** Unknown where it ended after its supervisor. */
      readonly exit: ProcessExit | undefined
      readonly endedAtMs: number
      readonly restarts: number
      readonly droppedLogBytes: number
    }
  /** Its supervisor was killed: it is not restarted, and may end at its next line of log, which nobody reads. */
  | { readonly status: "unsupervised"; readonly pid: number; readonly restarts: number }
  /** Both are gone without a last word: killed, or the machine restarted. */
  | { readonly status: "dead"; readonly restarts: number }
  /** The state file is damaged or of another version of aidep. `stop` and `start` work all the same. */
  | {
      readonly status: "unreadable"
      /** Completes "cannot be read: …". */
      readonly reason: string
      /** Who is alive. */
      readonly pids: readonly number[]
    }

/** `ended`: by itself, and the restart policy leaves it at that. `gave-up`: too many crashes in a row. */
export type ExitReason = "ended" | "gave-up" | "stopped" | "not-startable"

export type ProcessExit =
  | { readonly kind: "code"; readonly code: number }
  | { readonly kind: "signal"; readonly signal: string }
  /** It could not be started again. */
  | { readonly kind: "not-startable"; readonly problem: StartProblem; readonly reason: string }

export type StopOutcome =
  | { readonly status: "stopped" }
  | { readonly status: "nothing-to-stop" }
  /** These could not be ended: no permission, or stuck in the kernel. */
  | { readonly status: "still-alive"; readonly pids: readonly number[] }

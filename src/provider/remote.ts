import type {
  DesiredResource,
  ObservedResource,
  Outputs,
  ResourceAddress,
} from "../core/plan/resource.ts"
import type { Problem } from "../errors/aidep-error.ts"
import type { Clock } from "../ports/clock.ts"
import type { Files } from "../ports/files.ts"
import type { Http } from "../ports/http.ts"
import type { Network } from "../ports/network.ts"
import type { Prober } from "../ports/prober.ts"
import type { Processes } from "../ports/processes.ts"
import type { Supervisor } from "../ports/supervisor.ts"

/** A platform's driver. All input and output goes through ports; what the platform refuses is an answer. */
export interface Remote<Options = unknown> {
  /**
   * Everything that stands there and is ours, in this environment, in as few calls as the platform allows. Changes
   * nothing.
   */
  readonly observe: (scope: RemoteScope<Options>) => Promise<ObserveOutcome>
  /**
   * Makes it and answers with its outputs. Safe to repeat after a crash: what a call whose answer was lost may have
   * made is looked for before the call is sent again.
   */
  readonly create: (work: ResourceWork, scope: RemoteScope<Options>) => Promise<ApplyOutcome>
  readonly update: (
    work: ResourceWork & { readonly observed: ObservedResource },
    scope: RemoteScope<Options>,
  ) => Promise<ApplyOutcome>
  /**
   * Waits until the platform's own work on what was created or updated has come to its end. Without it, `create` and
   * `update` wait themselves.
   */
  readonly settle?: (
    work: ResourceWork & { readonly id: string },
    scope: RemoteScope<Options>,
  ) => Promise<ApplyOutcome>
  readonly remove: (
    observed: ObservedResource,
    scope: RemoteScope<Options>,
  ) => Promise<RemoveOutcome>
  /**
   * True where `observe` counts what `scope.known` names as ours although it has no mark, and `update` marks it: what
   * was made by hand can be taken over then.
   */
  readonly adopts?: true
  /** Absent where the platform cannot split traffic between two versions. */
  readonly canary?: Canary<Options>
  /** The last lines of its log, then new ones until the signal with `follow`. */
  readonly logs: (
    observed: ObservedResource,
    options: { readonly lines: number; readonly follow: boolean },
    scope: RemoteScope<Options>,
  ) => AsyncIterable<string>
}

/**
 * Two versions of a service side by side. While they are, `observe` tells the deployment id of the old one, so that a run
 * that was cut off is planned again and goes on.
 */
export interface Canary<Options = unknown> {
  /** False for a service that it cannot be done with, such as one that has a single machine or holds data. */
  readonly applies: (desired: DesiredResource) => boolean
  /**
   * Brings the new version up, where it does not stand yet, and gives it at least `percent` of the traffic. 100 makes it
   * the only one. Safe to repeat.
   */
  readonly shift: (
    work: ResourceWork & { readonly observed: ObservedResource; readonly percent: number },
    scope: RemoteScope<Options>,
  ) => Promise<ApplyOutcome>
  /** Gives all traffic back to the old version and removes the new one. */
  readonly abort: (
    work: ResourceWork & { readonly observed: ObservedResource },
    scope: RemoteScope<Options>,
  ) => Promise<ApplyOutcome>
}

export type ObserveOutcome =
  | { readonly status: "observed"; readonly resources: readonly ObservedResource[] }
  /** Without knowing what stands, nothing is changed. */
  | { readonly status: "failed"; readonly problem: Problem }

export interface ResourceWork {
  readonly desired: DesiredResource
  /** Environment variables of the process with their values, secrets included: never to be written or printed. */
  readonly variables: Readonly<Record<string, string>>
  /** What a service is built or started from; undefined for what is not a service. */
  readonly source: ServiceSource | undefined
}

export type ServiceSource =
  /** The platform builds this pushed commit, of the repository on GitHub (`owner/name`) where it is known. */
  | { readonly type: "commit"; readonly commit: string; readonly repository?: string | undefined }
  /** With its digest, where one is known. */
  | { readonly type: "image"; readonly reference: string }
  /** A folder of this machine, absolute. */
  | { readonly type: "folder"; readonly path: string }

export type ApplyOutcome =
  | { readonly status: "applied"; readonly id: string; readonly outputs: Outputs }
  | {
      readonly status: "failed"
      readonly problem: Problem
      /** Last lines that the service wrote. */
      readonly log: readonly string[]
    }

export type RemoveOutcome =
  | { readonly status: "removed" }
  | { readonly status: "failed"; readonly problem: Problem }

export interface RemoteScope<Options = unknown> {
  /** The platform's block of the manifest, with defaults. */
  readonly options: Options
  /** Folder of the manifest, absolute. */
  readonly folder: string
  readonly project: string
  readonly environment: string
  /** Name of a remote object: project, environment and part, cut to the platform's length. */
  readonly nameOf: (part: string) => string
  /** Value of a credential, from the environment or `.env`. Gates have made sure that those declared are set. */
  readonly credential: (variable: string) => string | undefined
  /** Ids by address that were made before, as the journal tells: looked up also where a list leaves them out. */
  readonly known: ReadonlyMap<ResourceAddress, string>
  readonly ports: RemotePorts
  readonly machine: RemoteMachine
  /** Says what is going on, in a few words: `Installing dependencies`. */
  readonly progress: (owner: string, text: string) => void
  readonly signal: AbortSignal
}

/** What drivers that start programs know of the machine. */
export interface RemoteMachine {
  /** Path of the running Node. */
  readonly nodePath: string
  /** Path of the program for Node that serves the folder in its argument at HOST and PORT. */
  readonly staticServer: string
  /** The environment of aidep. Programs get what they need to run, never all of it. */
  readonly variables: Readonly<Record<string, string | undefined>>
}

/** The world as drivers see it. */
export interface RemotePorts {
  /** Repeats what may be repeated; refuses changes while a plan is made. */
  readonly http: Http
  readonly files: Files
  readonly processes: Processes
  readonly supervisor: Supervisor
  readonly prober: Prober
  readonly clock: Clock
  readonly network: Network
}

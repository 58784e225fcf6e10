import type * as z from "zod"
import type { Artifact } from "../core/artifact/artifact.ts"
import type { DesiredResource, ObservedResource, Outputs } from "../core/plan/resource.ts"
import type { PlatformFacts } from "../core/project/platform-facts.ts"
import type { DataResource, Edge, Project, Service } from "../core/project/project.ts"
import type { RetirementRule } from "../core/retirement/rule.ts"
import type { Problem } from "../errors/aidep-error.ts"
import type { CatalogueEntry, ExplainedEntry } from "../errors/catalogue-entry.ts"
import type { Diagnostic } from "../errors/diagnostic.ts"
import type { Clock } from "../ports/clock.ts"
import type { Files } from "../ports/files.ts"
import type { Network } from "../ports/network.ts"
import type { Prober } from "../ports/prober.ts"
import type { Processes } from "../ports/processes.ts"
import type { Supervisor } from "../ports/supervisor.ts"

/** What every platform says of itself: data only. */
export interface PlatformProfile extends PlatformFacts {
  /** Page of the vendor that describes what aidep writes or calls. */
  readonly docs: string
  /** Variables that have to be set before aidep can talk to the platform. */
  readonly credentials: readonly Credential[]
  /** Command lines that aidep or the user calls, with the versions they were tested with. */
  readonly tools: readonly Tool[]
  readonly retirements: readonly RetirementRule[]
  /** Catalogue entries of the platform's own diagnostics, for `aidep explain`. */
  readonly errors: readonly ExplainedEntry[]
}

export interface Credential {
  readonly variable: string
  readonly purpose: string
  /** Where to make one. */
  readonly url: string
}

export interface Tool {
  readonly command: string
  /** Arguments that print the version. */
  readonly versionArgs: readonly string[]
  /** Oldest tested version, and the first that was not tested. */
  readonly tested: { readonly from: string; readonly below: string }
  /** Command that installs it. */
  readonly install: string
}

/**
 * A provider as its author writes it, for `defineProvider`. Each optional part is a whole capability; one
 * that is missing is a declared answer, which aidep tells the user.
 */
export interface ProviderDefinition<Options, Specs extends PlatformSpecs>
  extends Omit<PlatformProfile, DefaultedKeys>, Partial<Pick<PlatformProfile, DefaultedKeys>> {
  /** The platform's own block in the manifest; fills in defaults. */
  readonly options: z.ZodType<Options>
  /** What of the platform's own options does not fit the project; reports at the platform's block. Pure. */
  readonly check?: (scope: ItemScope<Options>) => readonly Diagnostic[]
  readonly spec?: SpecFunctions<Options, Specs>
  /** What has to stand on the platform, from the same specs as the files. Pure. */
  readonly resources?: (
    specs: SpecsOnPlatform<Specs>,
    scope: Scope<Options>,
  ) => readonly DesiredResource[]
  /** The driver; without one, nothing is deployed there. */
  readonly remote?: Remote
  readonly render?: (specs: SpecsOnPlatform<Specs>, scope: Scope<Options>) => readonly Artifact[]
}

export type DefaultedKeys =
  | "alwaysAllowed"
  | "scope"
  | "maxNameLength"
  | "credentials"
  | "tools"
  | "retirements"
  | "errors"

/** The platform's typed forms of a service, a data resource and the edge. */
export interface PlatformSpecs {
  readonly service: unknown
  readonly resource: unknown
  readonly edge: unknown
}

/** The single place where a field of the manifest becomes the platform's. Pure. */
export interface SpecFunctions<Options, Specs extends PlatformSpecs> {
  readonly service?: (service: Service, scope: ItemScope<Options>) => Specified<Specs["service"]>
  readonly resource?: (
    resource: DataResource,
    scope: ItemScope<Options>,
  ) => Specified<Specs["resource"]>
  readonly edge?: (edge: Edge, scope: ItemScope<Options>) => Specified<Specs["edge"]>
}

/** A platform spec with what there is to say about it. */
export interface Specified<Spec> {
  readonly spec: Spec
  readonly diagnostics: readonly Diagnostic[]
}

/** All that goes to one platform, specified, in the manifest's order. */
export interface SpecsOnPlatform<Specs extends PlatformSpecs> {
  readonly services: readonly Specs["service"][]
  readonly resources: readonly Specs["resource"][]
  readonly edge: Specs["edge"] | undefined
}

/** The project around an item. */
export interface Surroundings {
  readonly project: Project
  /** The platforms that services, resources and the edge of the project are placed on. */
  readonly platforms: readonly PlatformProfile[]
  /** Look-ups by name that take the same time however large the project is. */
  readonly serviceNamed: (name: string) => Service | undefined
  readonly resourceNamed: (name: string) => DataResource | undefined
  /** Services that use an output of the service or resource of a name. */
  readonly callersOf: (name: string) => readonly Service[]
  /** True for a service that a check asks from outside. */
  readonly isChecked: (service: string) => boolean
}

/** What a provider may look at beside the item itself. */
export interface Scope<Options> extends Surroundings {
  /** The platform's options; for an item, with the item's own laid over them. */
  readonly options: Options
  /** Name of a remote object: project, environment and part, cut to the platform's length. */
  readonly nameOf: (part: string) => string
}

export interface ItemScope<Options> extends Scope<Options> {
  /** Makes a diagnostic at a field of the item, such as `scale.max`, or at the item itself without one. */
  readonly report: Report
}

export type Report = <Params>(
  entry: CatalogueEntry<Params>,
  params: Params,
  field?: string,
) => Diagnostic

/** A platform's driver. All input and output goes through ports; what the platform refuses is an answer. */
export interface Remote {
  /** Everything that stands there and is ours, in this environment. Changes nothing. */
  readonly observe: (scope: RemoteScope) => Promise<readonly ObservedResource[]>
  /** Makes it, waits until it is up, and answers with its outputs. Safe to repeat after a crash. */
  readonly create: (work: ResourceWork, scope: RemoteScope) => Promise<ApplyOutcome>
  readonly update: (
    work: ResourceWork & { readonly observed: ObservedResource },
    scope: RemoteScope,
  ) => Promise<ApplyOutcome>
  readonly remove: (observed: ObservedResource, scope: RemoteScope) => Promise<RemoveOutcome>
  /** The last lines of its log, then new ones until the signal with `follow`. */
  readonly logs: (
    observed: ObservedResource,
    options: { readonly lines: number; readonly follow: boolean },
    scope: RemoteScope,
  ) => AsyncIterable<string>
}

export interface ResourceWork {
  readonly desired: DesiredResource
  /** Environment variables of the process with their values, secrets included: never to be written or printed. */
  readonly variables: Readonly<Record<string, string>>
}

export type ApplyOutcome =
  | { readonly status: "applied"; readonly outputs: Outputs }
  | {
      readonly status: "failed"
      readonly problem: Problem
      /** Last lines that the service wrote. */
      readonly log: readonly string[]
    }

export type RemoveOutcome =
  | { readonly status: "removed" }
  | { readonly status: "failed"; readonly problem: Problem }

export interface RemoteScope {
  /** Folder of the manifest, absolute. */
  readonly folder: string
  readonly project: string
  readonly environment: string
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
  readonly files: Files
  readonly processes: Processes
  readonly supervisor: Supervisor
  readonly prober: Prober
  readonly clock: Clock
  readonly network: Network
}

/** A platform in the registry: its profile, and its pure work bound to its own types. */
export interface Provider extends PlatformProfile {
  readonly optionsSchema: z.ZodType
  readonly remote: Remote | undefined
  /** Parses options, specifies every item and renders all of them together. */
  readonly carryOut: (input: PlatformInput) => PlatformOutput
}

/** What one platform gets: the items placed on it, or all of the project for `scope: 'project'`. */
export interface PlatformInput {
  readonly surroundings: Surroundings
  readonly services: readonly Service[]
  readonly resources: readonly DataResource[]
  readonly edge: Edge | undefined
  /** The platform's block of the manifest, not parsed. */
  readonly options: unknown
  readonly reporting: Reporting
}

/** Makes diagnostics at places of the manifest. */
export interface Reporting {
  readonly at: (path: ManifestPath) => Report
  /** Diagnostics of options that do not fit the platform's schema, given the paths where they may stand. */
  readonly options: (
    error: z.ZodError,
    schema: z.ZodType,
    options: OptionsPlace,
  ) => readonly Diagnostic[]
}

/** Where options came from: the platform's block, and the item's own block laid over it. */
export interface OptionsPlace {
  readonly value: unknown
  readonly paths: readonly ManifestPath[]
}

export type ManifestPath = readonly (string | number)[]

export interface PlatformOutput {
  /** Platform specs, kept apart from the files so that a driver can send the same. */
  readonly specs: SpecsOnPlatform<PlatformSpecs>
  readonly resources: readonly DesiredResource[]
  readonly artifacts: readonly Artifact[]
  readonly diagnostics: readonly Diagnostic[]
}

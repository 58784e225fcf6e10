import type * as z from "zod"
import type { Artifact } from "../core/artifact/artifact.ts"
import type { DesiredResource } from "../core/plan/resource.ts"
import type { PlatformFacts } from "../core/project/platform-facts.ts"
import type { DataResource, Edge, Project, Service } from "../core/project/project.ts"
import type { RetirementRule } from "../core/retirement/rule.ts"
import type { CatalogueEntry, ExplainedEntry } from "../errors/catalogue-entry.ts"
import type { Diagnostic } from "../errors/diagnostic.ts"
import type { Remote, ServiceSource } from "./remote.ts"
import type { Simulator } from "./simulation.ts"

/** What every platform says of itself: data only. */
export interface PlatformProfile extends PlatformFacts {
  /** Page of the vendor that describes what aidep writes or calls. */
  readonly docs: string
  /** Variables that have to be set before aidep can talk to the platform. */
  readonly credentials: readonly Credential[]
  /** Command lines that aidep or the user calls, with the versions they were tested with. */
  readonly tools: readonly Tool[]
  readonly retirements: readonly RetirementRule[]
  /** What its driver starts a service from, in order of preference. */
  readonly sources: readonly ServiceSource["type"][]
  /** How answers of its edge tell that they may come from its cache. */
  readonly cacheStatus?: CacheStatus
  /** Catalogue entries of the platform's own diagnostics, for `aidep explain`. */
  readonly errors: readonly ExplainedEntry[]
}

export interface CacheStatus {
  /** In lower case. */
  readonly header: string
  /** Its values for what is cached, or will be once it was asked for. */
  readonly cached: readonly string[]
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
  /** The driver, loaded when it is needed; without one, nothing is deployed there. */
  readonly remote?: () => Promise<Remote<Options>>
  /** The platform in memory, for tests and rehearsals; loaded when it is needed. */
  readonly simulator?: () => Promise<Simulator>
  readonly render?: (specs: SpecsOnPlatform<Specs>, scope: Scope<Options>) => readonly Artifact[]
}

export type DefaultedKeys =
  | "alwaysAllowed"
  | "scope"
  | "maxNameLength"
  | "credentials"
  | "tools"
  | "retirements"
  | "sources"
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

/** A platform in the registry: its profile, and its pure work bound to its own types. */
export interface Provider extends PlatformProfile {
  readonly optionsSchema: z.ZodType
  readonly remote: (() => Promise<Remote>) | undefined
  readonly simulator: (() => Promise<Simulator>) | undefined
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

/** The public contract of a platform: what a provider imports, in this repository and outside of it. */
export type { Artifact, YamlComment } from "../core/artifact/artifact.ts"
export * as code from "../core/artifact/code/code.ts"
export type { CodeFile, Expression, Statement } from "../core/artifact/code/code.ts"
export type { DataObject, DataValue } from "../core/artifact/data.ts"
export type {
  Dockerfile,
  DockerEnvValue,
  DockerInstruction,
  DockerStage,
} from "../core/artifact/dockerfile.ts"
export type { ResolvedSegment as Segment } from "../core/manifest/reference.ts"
/** Price books: what a platform charges and how it bills. */
export type { Architecture } from "../core/cost/architecture.ts"
export type { Bill, CostLine, Unpriced } from "../core/cost/bill.ts"
export {
  type Credit,
  creditLine,
  feeLine,
  type ItemQuantity,
  type Meter,
  usageLines,
} from "../core/cost/cost-lines.ts"
export type {
  AlwaysOpen,
  Confidence,
  Offer,
  OfferChoice,
  OpenOnDemand,
  PerRequest,
  Plan,
  PriceBook,
  PriceEntry,
  Scaling,
  SizeRange,
} from "../core/cost/price-book.ts"
export type { PagePrice, PricePage } from "../core/cost/price-page.ts"
export { addUsd, mapUsd, noUsd, timesUsd, type Usd, usd } from "../core/cost/usd.ts"
export {
  type InstanceSeconds,
  type ItemKind,
  type ItemUsage,
  monthSeconds,
  type PlatformUsage,
} from "../core/cost/usage.ts"
/** Forms of values that options share with the manifest, with the same errors. */
export {
  cronSchedule,
  name as itemName,
  pattern,
  variableName,
} from "../core/manifest/schema/values.ts"
export type {
  DataResource,
  Edge,
  EnvironmentVariable,
  Gpu,
  Health,
  ImageReference,
  Model,
  Project,
  Rollout,
  Runtime,
  Scale,
  Service,
  ServiceCode,
  SourceFolder,
  Volume,
} from "../core/project/project.ts"
export {
  type DesiredResource,
  edgeOwner,
  isOutputReference,
  type ObservedResource,
  type OutputReference,
  type Outputs,
  projectOwner,
  resourceAddress,
  type ResourceState,
} from "../core/plan/resource.ts"
export { keyVariable as secretKeyVariable } from "../core/init/secret-files.ts"
export { derivedPassword } from "../core/release/derived-password.ts"
export type { RetirementRule } from "../core/retirement/rule.ts"
export {
  edgeFields,
  emulated,
  forAll,
  ignored,
  native,
  rolloutStrategies,
  serviceFields,
  type Support,
  type SupportTable,
  unsupported,
} from "../core/project/support.ts"
export { remoteName, shortHash } from "../core/project/names.ts"
/** Faults that every platform which builds images can meet; they have an area of their own. */
export * as buildErrors from "../errors/catalogue/build.ts"
/** Faults of every platform with an API; they have an area of their own. */
export * as platformErrors from "../errors/catalogue/platform.ts"
export { AidepError, type Problem, problem } from "../errors/aidep-error.ts"
export { type CatalogueEntry, entry } from "../errors/catalogue-entry.ts"
export type { Diagnostic } from "../errors/diagnostic.ts"
export { exitCodes } from "../errors/exit-codes.ts"
export type { Command, CommandOutcome } from "../ports/processes.ts"
export type { ProcessExit, ProcessState, StartOutcome } from "../ports/supervisor.ts"
export {
  type ApiCall,
  type ApiClient,
  type ApiFailure,
  type ApiOutcome,
  callApi,
  failedWith,
  gather,
  notApplied,
  parseJson,
  sayWithout,
} from "./api.ts"
export { defineProvider } from "./define-provider.ts"
export { type Making, makeOnce } from "./make-once.ts"
export { poll, type Polling } from "./poll.ts"
export type { Clock } from "../ports/clock.ts"
export type { HttpOutcome, HttpRequest } from "../ports/http.ts"
export type { ProbeOutcome, ProbeRequest } from "../ports/prober.ts"
export type {
  ApplyOutcome,
  Canary,
  ObserveOutcome,
  Remote,
  RemoteMachine,
  RemotePorts,
  RemoteScope,
  RemoveOutcome,
  ResourceWork,
  ServiceSource,
} from "./remote.ts"
export type {
  SimulatedInternet,
  SimulatedObject,
  SimulatedRecord,
  SimulatedWorld,
  Simulation,
  Simulator,
} from "./simulation.ts"
export type {
  CacheStatus,
  Credential,
  ItemScope,
  PlatformProfile,
  PlatformSpecs,
  ProviderDefinition,
  Scope,
  Specified,
  SpecsOnPlatform,
  Surroundings,
  Tool,
} from "./provider.ts"
export { type EdgeAddresses, edgeAddresses, edgeKinds } from "./edge-addresses.ts"

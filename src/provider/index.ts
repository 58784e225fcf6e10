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
  type ObservedResource,
  type Outputs,
  resourceAddress,
  type ResourceState,
} from "../core/plan/resource.ts"
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
export { type Problem, problem } from "../errors/aidep-error.ts"
export { type CatalogueEntry, entry } from "../errors/catalogue-entry.ts"
export type { Diagnostic } from "../errors/diagnostic.ts"
export { exitCodes } from "../errors/exit-codes.ts"
export type { Command, CommandOutcome } from "../ports/processes.ts"
export type { ProcessExit, ProcessState, StartOutcome } from "../ports/supervisor.ts"
export { defineProvider } from "./define-provider.ts"
export type {
  ApplyOutcome,
  Credential,
  ItemScope,
  PlatformProfile,
  PlatformSpecs,
  ProviderDefinition,
  Remote,
  RemoteMachine,
  RemotePorts,
  RemoteScope,
  RemoveOutcome,
  ResourceWork,
  Scope,
  Specified,
  SpecsOnPlatform,
  Surroundings,
  Tool,
} from "./provider.ts"

import type { ResolvedSegment } from "../manifest/reference.ts"
import type { Manifest, ManifestCheck, ManifestEdge } from "../manifest/schema/manifest.ts"
import type { ResourceKind, ServiceKind } from "../manifest/schema/service.ts"

/**
 * A manifest resolved for one environment: every service and resource has its place, every reference
 * leads somewhere, every quantity is a number whose unit is in its name, defaults are filled in.
 */
export interface Project {
  readonly name: string
  readonly environment: string
  /** In the manifest's order. */
  readonly services: readonly Service[]
  readonly resources: readonly DataResource[]
  readonly edge: Edge | undefined
  readonly checks: readonly ManifestCheck[]
  readonly rollout: Rollout
  readonly buildBy: "platform" | "ci"
  readonly registry: string | undefined
  readonly observability: NonNullable<Manifest["observability"]>
  /** Names of the credentials that it takes to read and write the history. */
  readonly stateCredentials: readonly string[]
}

/** Where something goes. `external`: it runs elsewhere and is only referred to. */
export interface Placement {
  /** Id of a platform, or `external`. */
  readonly platform: string
  /** Every platform the manifest allows. */
  readonly targets: readonly string[]
  /** The platform's options for all services, with the service's own laid over them; not yet parsed. */
  readonly options: unknown
}

export interface Service {
  readonly name: string
  readonly kind: ServiceKind
  readonly placement: Placement
  readonly code: ServiceCode
  readonly command: readonly string[] | undefined
  /** Alternatives in order of preference; empty for none. */
  readonly gpus: readonly Gpu[]
  readonly cpu: number | undefined
  readonly memoryMiB: number | undefined
  readonly scale: Scale
  readonly regions: readonly string[]
  /** Port the process listens on. Undefined for workers, jobs and static sites. */
  readonly port: number | undefined
  readonly health: Health | undefined
  readonly volumes: readonly Volume[]
  /**
   * All variables of the process, sorted by name: those of `env`, each declared secret under its own name, and
   * what aidep adds: `PORT`, `AIDEP_DEPLOYMENT`, `AIDEP_MODEL_*` and, for internal services, `AIDEP_TOKEN`.
   */
  readonly env: readonly EnvironmentVariable[]
  readonly access: "public" | "internal"
  readonly model: Model | undefined
  readonly preDeploy: readonly string[] | undefined
  readonly restart: "always" | "on-failure" | "never"
  /** Five cron fields, UTC. Jobs only. */
  readonly schedule: string | undefined
  readonly buildCommand: readonly string[] | undefined
  /** Folder of a built static site, relative to the source folder. */
  readonly output: string | undefined
  /** Services and resources whose outputs this one uses. */
  readonly dependsOn: readonly string[]
}

export type ServiceCode = SourceFolder | ImageReference | { readonly type: "elsewhere" }

export interface SourceFolder {
  readonly type: "folder"
  /** Relative to the manifest, `/` as separator, no leading `./`; `.` is the manifest's own folder. */
  readonly path: string
  /** True where more than one service is built from the folder. */
  readonly shared: boolean
  readonly runtime: Runtime | undefined
  /** Relative to `path`. Undefined when there is none and aidep would write one. */
  readonly dockerfile: string | undefined
  /** File that lists the dependencies, the most exact one there is; undefined where none was found. */
  readonly dependencyFile: DependencyFile | undefined
  /** The list that `requirements.txt` is replaced by for the model's engine, such as `requirements-vllm.txt`. */
  readonly engineFile?: string
  /** PyTorch is among the dependencies: its packages differ for machines with and without a GPU. */
  readonly torch: boolean
  /** Command that starts the code when the manifest gives none; undefined when it is not known. */
  readonly startCommand: readonly string[] | undefined
}

export type DependencyFile =
  | "package-lock.json"
  | "package.json"
  | "requirements.txt"
  | "pyproject.toml"

export interface Runtime {
  readonly language: "node" | "python"
  readonly version: string
}

export interface ImageReference {
  readonly type: "image"
  /** As written: registry, name, tag or digest. */
  readonly reference: string
}

export interface Gpu {
  readonly type: string
  readonly count: number
}

export interface Scale {
  readonly min: number
  readonly max: number
  readonly concurrency: number | undefined
  readonly idleMs: number | undefined
}

export interface Health {
  readonly path: string
  readonly startupMs: number | undefined
  /** `header`, `none`, or `json:` and a path. */
  readonly release: string
}

export interface Volume {
  readonly name: string
  readonly mount: string
  readonly sizeGiB: number | undefined
}

export interface Model {
  readonly engine: "vllm" | "hf" | "stub"
  readonly id: string
  readonly revision: string | undefined
  readonly quantization: "none" | "4-bit" | "8-bit"
  readonly adapters: Readonly<Record<string, string>>
}

/**
 * `known`: all of the text is known now. `later`: it holds an address or id that is known after a deploy.
 * `secret`: it holds a secret or a token, which no file may show.
 */
export type ValueClass = "known" | "later" | "secret"

export interface EnvironmentVariable {
  readonly name: string
  readonly segments: readonly ResolvedSegment[]
  readonly class: ValueClass
  /** True for secrets, tokens and addresses of data stores, which carry a password: never printed. */
  readonly sensitive: boolean
  /** The whole text where the class is `known`, else undefined. */
  readonly text: string | undefined
}

export interface DataResource {
  readonly name: string
  readonly kind: ResourceKind
  readonly placement: Placement
}

export interface Edge {
  readonly platform: string
  readonly domain: string
  readonly service: string
  readonly tls: NonNullable<ManifestEdge["tls"]>
  readonly rateLimit: { readonly requests: number; readonly periodSeconds: number } | undefined
  readonly cache: readonly { readonly path: string; readonly ttlSeconds: number }[]
  readonly options: unknown
}

export interface Rollout {
  readonly strategy: "all-at-once" | "canary" | "blue-green"
  /** Fractions of traffic, 0 to 1, ascending. */
  readonly steps: readonly number[]
  readonly pauseMs: number
}

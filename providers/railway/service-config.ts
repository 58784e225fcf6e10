import type { Artifact } from "aidep/provider"

/**
 * What aidep writes of Railway's own model, as the package `railway` 3.11.0 declares it in `railway/iac`.
 * `railway.ts`, `railway.json` and the environment configuration of the API share these shapes.
 */
export type BuildConfig = {
  readonly builder: "DOCKERFILE"
  readonly dockerfilePath: string
}

export type DeployConfig = {
  readonly startCommand: string | undefined
  /** Each element is one command line. */
  readonly preDeployCommand: readonly string[] | undefined
  readonly numReplicas: number | undefined
  readonly multiRegionConfig: Readonly<Record<string, { readonly numReplicas: number }>> | undefined
  readonly healthcheckPath: string | undefined
  readonly healthcheckTimeout: number | undefined
  readonly sleepApplication: boolean | undefined
  readonly restartPolicyType: "ON_FAILURE" | "ALWAYS" | "NEVER" | undefined
  readonly cronSchedule: string | undefined
  readonly limitOverride: LimitOverride | undefined
  readonly overlapSeconds: number | undefined
  readonly drainingSeconds: number | undefined
}

export type LimitOverride = {
  readonly containers: {
    readonly cpu: number | undefined
    readonly memoryBytes: number | undefined
  }
}

export type Source =
  | {
      readonly type: "github"
      readonly repo: string
      readonly branch: string
      readonly rootDirectory: string | undefined
    }
  | { readonly type: "image"; readonly image: string }
  /** The command line uploads the source. */
  | { readonly type: "empty"; readonly rootDirectory: string | undefined }

export type Variable =
  | { readonly type: "literal"; readonly value: string }
  /** An output of a data store, by its name in the manifest. */
  | { readonly type: "reference"; readonly resource: string; readonly output: string }
  /** The value that is set on Railway stays. */
  | { readonly type: "preserve" }

export interface RailwayVolume {
  readonly name: string
  readonly mountPath: string
  readonly config: { readonly sizeMB: number | undefined; readonly region: string | undefined }
}

/** A service on Railway. */
export interface RailwayService {
  /** Name in the manifest. */
  readonly service: string
  readonly name: string
  /** Undefined where `aidep deploy` sets the image that continuous integration built. */
  readonly source: Source | undefined
  /** Repository of the image that continuous integration builds, without tag or digest. */
  readonly builtImage: string | undefined
  readonly build: BuildConfig | undefined
  readonly deploy: DeployConfig
  readonly variables: Readonly<Record<string, Variable>>
  /** Those of its variables that no line of the manifest sets: none is secret. */
  readonly added: Readonly<Record<string, string>>
  readonly volume: RailwayVolume | undefined
  /** Whether `aidep deploy` generates a domain: the file has no word for that. */
  readonly publicDomain: boolean
  /** Dockerfile and its companions, where the source folder has none. */
  readonly files: readonly Artifact[]
  /** Path of the `railway.json` that replaces `railway.ts`. */
  readonly configFile: string | undefined
}

/** A data store on Railway. */
export interface RailwayStore {
  /** Name in the manifest. */
  readonly resource: string
  readonly name: string
  readonly kind: "redis" | "postgres" | "mongodb" | "bucket"
  readonly region: string | undefined
}

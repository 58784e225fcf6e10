import type { Artifact } from "aidep/provider"

/**
 * Parts of a Blueprint, `render.yaml`, in the order of its reference.
 * Source: https://render.com/docs/blueprint-spec, and https://render.com/schema/render.yaml.json (mid-2026).
 */
export type BlueprintService = {
  readonly type: "web" | "pserv" | "worker" | "cron"
  readonly name: string
  readonly runtime: "docker" | "image" | "node" | "python" | "static"
  readonly plan?: string | undefined
  readonly region?: string | undefined
  readonly schedule?: string | undefined
  readonly repo?: string | undefined
  readonly branch?: string | undefined
  readonly rootDir?: string | undefined
  readonly image?: Image | undefined
  readonly dockerfilePath?: string | undefined
  readonly dockerContext?: string | undefined
  readonly dockerCommand?: string | undefined
  readonly registryCredential?: Credential | undefined
  readonly buildCommand?: string | undefined
  readonly startCommand?: string | undefined
  readonly staticPublishPath?: string | undefined
  readonly preDeployCommand?: string | undefined
  readonly numInstances?: number | undefined
  readonly scaling?: Scaling | undefined
  readonly healthCheckPath?: string | undefined
  readonly maxShutdownDelaySeconds?: number | undefined
  readonly disk?: Disk | undefined
  readonly autoDeployTrigger: "off"
  readonly envVars: readonly EnvVar[]
}

type Credential = { readonly fromRegistryCreds: { readonly name: string } }
type Image = { readonly url: string; readonly creds: Credential | undefined }

export type Scaling = {
  readonly minInstances: number
  readonly maxInstances: number
  readonly targetMemoryPercent: number | undefined
  readonly targetCPUPercent: number
}

export type Disk = {
  readonly name: string
  readonly mountPath: string
  readonly sizeGB: number | undefined
}

export type EnvVar = { readonly key: string } & (
  | { readonly value: string }
  /** The value that is set on Render stays; a new Blueprint asks for it. */
  | { readonly sync: false }
  | { readonly fromDatabase: { readonly name: string; readonly property: "connectionString" } }
  | { readonly fromService: FromService }
)

export type FromService = {
  readonly type: "web" | "pserv" | "keyvalue"
  readonly name: string
  readonly property?: "connectionString" | "host"
  readonly envVarKey?: "RENDER_EXTERNAL_URL" | "RENDER_EXTERNAL_HOSTNAME"
}

/** A service on Render. */
export interface RenderService {
  /** Name in the manifest. */
  readonly service: string
  readonly blueprint: BlueprintService
  /** Those of its variables that no line of the manifest sets, such as NODE_VERSION. */
  readonly added: Readonly<Record<string, string>>
  /** Dockerfile and its companions, where the source folder has none. */
  readonly files: readonly Artifact[]
}

/** A data store on Render, in the list of the Blueprint that it belongs to. */
export interface RenderStore {
  /** Name in the manifest. */
  readonly resource: string
  readonly list: "services" | "databases"
  readonly blueprint: BlueprintStore
}

export type BlueprintStore = {
  /** Databases have none. */
  readonly type?: "keyvalue"
  readonly name: string
  readonly plan: string
  readonly region: string | undefined
  readonly ipAllowList: readonly { readonly source: string }[]
}

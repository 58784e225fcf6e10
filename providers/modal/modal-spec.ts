import type { Artifact } from "aidep/provider"

/**
 * One app of Modal, as the parameters of the Python client that make it. Names and units are Modal's:
 * `cpu` in physical cores, `memory` in MiB, times in seconds. https://modal.com/docs/sdk/py/latest/App
 */
export interface ModalSpec {
  readonly service: string
  /** Path of the Python file, relative to the manifest. */
  readonly file: string
  readonly app: string
  /** Says whose the app is. */
  readonly tags: Readonly<Record<string, string>>
  readonly environment: string | undefined
  readonly image: ModalImage
  readonly entry: ModalServer | ModalJob
  /** Runs before a deploy, as a function of its own. */
  readonly preDeploy: readonly string[] | undefined
  readonly secret: ModalSecret
  readonly env: Readonly<Record<string, string>>
  readonly volumes: readonly { readonly mount: string; readonly name: string }[]
  /** Alternatives in order. */
  readonly gpu: readonly string[]
  readonly cpu: number | undefined
  readonly memory: number | undefined
  readonly region: readonly string[]
  readonly timeout: number
  readonly dockerfile: readonly Artifact[]
}

/** A Secret that has to stand in the workspace, with the keys that Modal demands of it. */
export interface ModalSecret {
  readonly name: string
  readonly requiredKeys: readonly string[]
}

/** A class whose web server is the service's process. */
export interface ModalServer {
  readonly type: "server"
  readonly command: readonly string[]
  readonly port: number
  /** Last part of the address: `<workspace>--<label>.modal.run`. */
  readonly label: string
  readonly healthPath: string | undefined
  readonly startupTimeout: number
  readonly maxInputs: number
  readonly minContainers: number
  readonly maxContainers: number
  readonly scaledownWindow: number | undefined
  readonly requiresProxyAuth: boolean
  readonly snapshot: ModalSnapshot | undefined
}

/** Commands around a snapshot of the memory, which run beside the service's process. */
export interface ModalSnapshot {
  readonly before: readonly string[]
  readonly after: readonly string[]
  readonly gpu: boolean
}

/** A function that runs the service's process to its end. */
export interface ModalJob {
  readonly type: "job"
  readonly command: readonly string[]
  /** Five cron fields, UTC. */
  readonly schedule: string | undefined
  /** Runs at a time. */
  readonly maxContainers: number
}

export type ModalImage =
  | {
      readonly type: "python"
      readonly pythonVersion: string
      readonly folder: string
      /** Relative to the manifest. */
      readonly requirements: string | undefined
      readonly pyproject: string | undefined
    }
  | {
      readonly type: "dockerfile"
      readonly path: string
      readonly folder: string
      readonly addPython: string | undefined
    }
  | {
      readonly type: "registry"
      readonly reference: string
      readonly addPython: string | undefined
    }

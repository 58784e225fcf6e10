import type { Artifact } from "aidep/provider"
import * as z from "zod"

const texts = z.array(z.string()).readonly()
const textsByName = z.record(z.string(), z.string()).readonly()

const image = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("python"),
    pythonVersion: z.string(),
    folder: z.string(),
    /** Relative to the manifest. */
    requirements: z.string().optional(),
    pyproject: z.string().optional(),
  }),
  z.object({
    type: z.literal("dockerfile"),
    path: z.string(),
    folder: z.string(),
    addPython: z.string().optional(),
  }),
  z.object({
    type: z.literal("registry"),
    reference: z.string(),
    addPython: z.string().optional(),
  }),
])

/** Commands around a snapshot of the memory, which run beside the service's process. */
const snapshot = z.object({ before: texts, after: texts, gpu: z.boolean() })

/** A class whose web server is the service's process. */
const server = z.object({
  type: z.literal("server"),
  command: texts,
  port: z.int(),
  /** Last part of the address: `<workspace>--<label>.modal.run`. */
  label: z.string(),
  healthPath: z.string().optional(),
  startupTimeout: z.int(),
  maxInputs: z.int(),
  minContainers: z.int(),
  maxContainers: z.int(),
  scaledownWindow: z.int().optional(),
  requiresProxyAuth: z.boolean(),
  snapshot: snapshot.optional(),
})

/** A function that runs the service's process to its end. */
const job = z.object({
  type: z.literal("job"),
  command: texts,
  /** Five cron fields, UTC. */
  schedule: z.string().optional(),
  /** Runs at a time. */
  maxContainers: z.int(),
})

const volume = z.object({
  mount: z.string(),
  name: z.string(),
  /** What its name says of it beside project and environment. */
  part: z.string(),
})

/** A Secret that has to stand in the workspace, with the keys that Modal demands of it. */
const secret = z.object({ name: z.string(), requiredKeys: texts })

/**
 * One app of Modal, as the parameters of the Python client that make it. Names and units are Modal's:
 * `cpu` in physical cores, `memory` in MiB, times in seconds. https://modal.com/docs/sdk/py/latest/App
 */
export const modalProgram = z.object({
  service: z.string(),
  /** Path of the Python file, relative to the manifest. */
  file: z.string(),
  app: z.string(),
  /** Says whose the app is. */
  tags: textsByName,
  environment: z.string().optional(),
  /** What happens to the containers of the version before. */
  strategy: z.enum(["rolling", "recreate"]),
  image,
  entry: z.discriminatedUnion("type", [server, job]),
  /** Runs before a deploy, as a function of its own. */
  preDeploy: texts.optional(),
  secret,
  env: textsByName,
  volumes: z.array(volume).readonly(),
  /** Alternatives in order. */
  gpu: texts,
  cpu: z.number().optional(),
  memory: z.number().optional(),
  region: texts,
  timeout: z.int(),
})

export type ModalProgram = Readonly<z.output<typeof modalProgram>>
export type ModalImage = Readonly<z.output<typeof image>>
export type ModalServer = Readonly<z.output<typeof server>>
export type ModalSnapshot = Readonly<z.output<typeof snapshot>>
export type ModalJob = Readonly<z.output<typeof job>>
export type ModalSecret = Readonly<z.output<typeof secret>>
export type ModalVolume = Readonly<z.output<typeof volume>>

/** An app with the files that its image is built from. */
export interface ModalSpec extends ModalProgram {
  readonly dockerfile: readonly Artifact[]
}

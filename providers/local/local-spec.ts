import * as z from "zod"

/** A service that runs as a process of this machine. */
const processSpec = z.object({
  type: z.literal("process"),
  kind: z.enum(["web", "inference", "worker"]),
  /** Relative to the manifest. */
  source: z.string(),
  language: z.enum(["node", "python"]).optional(),
  /** Of the language, as the manifest or the source wishes. */
  version: z.string().optional(),
  dependencyFile: z
    .enum(["package-lock.json", "package.json", "requirements.txt", "pyproject.toml"])
    .optional(),
  command: z.array(z.string()).min(1),
  /** What the manifest says, which the command may repeat. */
  port: z.int().optional(),
  /** The port that is tried first: `port`, unless another service was faster to wish for it. */
  portWish: z.int().optional(),
  healthPath: z.string().optional(),
  startupMs: z.int(),
  restart: z.enum(["always", "on-failure", "never"]),
  preDeploy: z.array(z.string()).optional(),
  volumes: z.array(z.string()),
  /** Model engine, for a service with a model. */
  engine: z.enum(["stub", "hf", "vllm"]).optional(),
})
export type ProcessSpec = Readonly<z.output<typeof processSpec>>

/** A static site: built, then served by a process. */
const siteSpec = z.object({
  type: z.literal("site"),
  source: z.string(),
  language: z.enum(["node", "python"]).optional(),
  version: z.string().optional(),
  dependencyFile: processSpec.shape.dependencyFile,
  buildCommand: z.array(z.string()).optional(),
  /** Relative to the source. */
  output: z.string(),
})
export type SiteSpec = Readonly<z.output<typeof siteSpec>>

/** A Worker: bundled by wrangler, run by workerd. */
const workerSpec = z.object({
  type: z.literal("worker"),
  /** A job has a handler for the time of its schedule instead of one for requests. */
  kind: z.enum(["web", "job"]),
  source: z.string(),
  language: z.literal("node"),
  version: z.string().optional(),
  dependencyFile: processSpec.shape.dependencyFile,
  /** Entry, relative to the source. */
  main: z.string(),
  compatibilityDate: z.string(),
  compatibilityFlags: z.array(z.string()),
  port: processSpec.shape.port,
  portWish: processSpec.shape.portWish,
  healthPath: z.string().optional(),
  startupMs: z.int(),
})
export type WorkerSpec = Readonly<z.output<typeof workerSpec>>

/** A job: prepared by a deploy, run each time that somebody asks for it. */
const jobSpec = processSpec
  .pick({
    source: true,
    language: true,
    version: true,
    dependencyFile: true,
    command: true,
    volumes: true,
    engine: true,
  })
  .extend({ type: z.literal("job") })
export type JobSpec = Readonly<z.output<typeof jobSpec>>

/** A data store that runs as a process, from the server that is installed. */
const storeSpec = z.object({
  type: z.literal("store"),
  engine: z.enum(["redis", "postgres"]),
})
export type StoreSpec = Readonly<z.output<typeof storeSpec>>

/** What a resource is made from, as plans and records hold it. Holds no secret. */
export const localSpec = z.discriminatedUnion("type", [
  processSpec,
  siteSpec,
  workerSpec,
  jobSpec,
  storeSpec,
])
export type LocalSpec = SourceSpec | StoreSpec

/** What is installed and built before it runs. */
export type SourceSpec = ProcessSpec | SiteSpec | WorkerSpec | JobSpec

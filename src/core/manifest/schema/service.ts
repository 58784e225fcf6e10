import * as z from "zod"
import { closed } from "./closed.ts"
import {
  argv,
  count,
  cronSchedule,
  durationMs,
  name,
  pattern,
  positiveInteger,
  projectPath,
  sizeBytes,
  urlPath,
  variableName,
} from "./values.ts"

export const serviceKinds = ["web", "inference", "worker", "job", "static"] as const
export type ServiceKind = (typeof serviceKinds)[number]

const restartPolicies = ["always", "on-failure", "never"] as const
const accessLevels = ["public", "internal"] as const
const engines = ["vllm", "hf", "stub"] as const
const quantizations = ["none", "4-bit", "8-bit"] as const

const gpu = pattern({
  regex: /^[A-Za-z0-9][A-Za-z0-9.-]*(?::[1-9]\d?)?$/,
  name: "a GPU",
  expected: "a GPU type, with a colon and a count for more than one, such as T4 or A100-80GB:2",
  examples: ["T4", "L4", "A100-80GB:2"],
})

const image = pattern({
  regex:
    /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?(?::\d+)?(?:\/[a-z0-9._-]+)*(?::\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/,
  name: "an image reference",
  expected: "a registry, a name, and a tag or digest, such as ghcr.io/acme/inference:1.4.2",
  examples: ["ghcr.io/acme/inference:1.4.2"],
})

const runtime = pattern({
  regex: /^(?:node|python)@\d+(?:\.\d+){0,2}$/,
  name: "a runtime",
  expected: '"node@" or "python@" and a version, such as node@24 or python@3.12',
  examples: ["node@24", "python@3.12"],
})

const health = closed({
  path: urlPath.meta({
    description: "Path that answers 200 when the service can take requests.",
  }),
  startup: durationMs.optional().meta({ description: "How long a start may take." }),
  release: z
    .union([
      z.enum(["header", "none"]),
      pattern({
        regex: /^json:\$(?:\.\w+)+$/,
        name: "a way to read the deployment id",
        expected: "header, none, or json: and a path, such as json:$.deployment",
      }),
    ])
    .optional()
    .meta({ description: "Where the health answer carries the deployment id. Default: none." }),
})

const volume = closed({
  mount: pattern({
    regex: /^\/[^\s:]+$/,
    name: "a mount path",
    expected: "an absolute path, such as /models",
  }),
  size: sizeBytes.optional(),
})

const scale = closed({
  min: count.optional().meta({ description: "Instances that always run. 0 allows scale to zero." }),
  max: positiveInteger.optional(),
  concurrency: positiveInteger
    .optional()
    .meta({ description: "Requests one instance takes at a time." }),
  idle: durationMs
    .optional()
    .meta({ description: "How long an instance without requests is kept." }),
})

const model = closed({
  engine: z.enum(engines),
  id: z
    .string()
    .min(1)
    .meta({ examples: ["Qwen/Qwen2.5-0.5B-Instruct"] }),
  revision: z.string().min(1).optional(),
  quantization: z.enum(quantizations).optional(),
  adapters: z.record(name, z.string().min(1)).optional(),
})

const workload = closed({
  gpuSeconds: z
    .record(z.string(), z.number().positive().max(86_400))
    .optional()
    .meta({ description: "Measured GPU seconds a request, by GPU type." }),
  batchGain: z.number().min(1).max(10_000).optional().meta({
    description:
      "How many times the requests of one a GPU serves by working on several at once. Default: the concurrency.",
  }),
  seconds: z.number().positive().max(86_400).optional().meta({
    description:
      "Seconds that a request takes, or a run of a job; without calls to other services.",
  }),
  cpuSeconds: z
    .number()
    .positive()
    .max(86_400)
    .optional()
    .meta({ description: "Processor seconds that a request uses." }),
  memory: sizeBytes
    .optional()
    .meta({ description: "Memory that an instance uses. Default: its size." }),
  startSeconds: z
    .number()
    .min(0)
    .max(86_400)
    .optional()
    .meta({ description: "Seconds from the start of the process to its first answer." }),
})

const environmentVariables = z.record(variableName, z.union([z.string(), z.number(), z.boolean()]))

/** Options of one platform; the platform's own schema checks them once it is loaded. */
export const platformOptions = z.record(z.string(), z.unknown())

/** One entry of `services`. */
export const serviceSchema = closed({
  kind: z.enum(serviceKinds).meta({
    description:
      "What it is: web answers people, inference runs a model, worker and job have no address, static is files.",
  }),
  source: projectPath.optional().meta({ description: "Folder with the code." }),
  image: image.optional().meta({ description: "A built image instead of a source folder." }),
  runtime: runtime
    .optional()
    .meta({ description: "Language and version; detected when left out." }),
  dockerfile: projectPath
    .optional()
    .meta({ description: "Dockerfile, relative to the source folder." }),
  targets: z
    .array(name)
    .min(1)
    .meta({ description: "Allowed platforms; the first is the default." }),
  target: name.optional().meta({ description: "A fixed choice among the targets." }),
  gpu: z.array(gpu).min(1).optional().meta({ description: "Alternatives in order of preference." }),
  size: closed({
    cpu: z.number().positive().max(256).optional().meta({ description: "Virtual CPUs." }),
    memory: sizeBytes.optional(),
  }).optional(),
  scale: scale.optional(),
  regions: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .meta({ description: "Where it runs: general names such as us-east, or the platform’s own." }),
  port: z.int().min(1).max(65_535).optional().meta({
    description:
      "Port the process listens on; given to it as PORT. Default: 8080, for inference 8000.",
  }),
  command: argv.optional().meta({ description: "Command that starts it, as a list of arguments." }),
  health: health.optional(),
  volumes: z.record(name, volume).optional(),
  secrets: z.array(variableName).optional().meta({
    description:
      "Names of secrets, given to the process as variables. Values come from the environment or .env.",
  }),
  access: z.enum(accessLevels).optional().meta({
    description: "public: anybody may call it. internal: callers need its derived token.",
  }),
  model: model.optional(),
  workload: workload.optional(),
  preDeploy: argv.optional().meta({ description: "Runs once a deploy, before traffic." }),
  restart: z
    .enum(restartPolicies)
    .optional()
    .meta({ description: "When a process that ended is started again. Default: on-failure." }),
  env: environmentVariables.optional(),
  schedule: cronSchedule.optional().meta({ description: "Cron schedule of a job, in UTC." }),
  buildCommand: argv
    .optional()
    .meta({ description: "Command that builds a static site, as a list of arguments." }),
  output: projectPath.optional().meta({ description: "Folder a static site is built into." }),
  platforms: z.record(name, platformOptions).optional(),
})

export const resourceKinds = ["redis", "postgres", "mongodb", "qdrant", "bucket"] as const
export type ResourceKind = (typeof resourceKinds)[number]

/** One entry of `resources`. */
export const resourceSchema = closed({
  kind: z.enum(resourceKinds),
  targets: z.array(name).min(1),
  target: name.optional(),
  platforms: z.record(name, platformOptions).optional(),
})

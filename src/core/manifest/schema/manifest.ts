import * as z from "zod"
import { checkSchema } from "./check.ts"
import { closed, extensible } from "./closed.ts"
import { platformOptions, resourceSchema, serviceSchema } from "./service.ts"
import {
  count,
  durationMs,
  fraction,
  hostName,
  name,
  pattern,
  rateText,
  sizeBytes,
  usd,
} from "./values.ts"

const edge = closed({
  target: name,
  domain: hostName,
  service: name,
  tls: z.enum(["strict", "full"]).optional(),
  rateLimit: closed({ requests: rateText, per: z.enum(["ip"]).optional() }).optional(),
  cache: z
    .array(closed({ path: cachePath(), ttl: durationMs, public: z.boolean().optional() }))
    .optional(),
})

function cachePath() {
  return pattern({
    regex: /^\/[^\s?#*]*\*?$/,
    name: "a path pattern",
    expected: 'a path that may end in "*", such as /docs/*',
  })
}

const rollout = closed({
  strategy: z.enum(["all-at-once", "canary", "blue-green"]),
  steps: z.array(fraction).min(1).optional(),
  pause: durationMs.optional(),
})

const workload = closed({
  requests: rateText.optional(),
  cacheHits: fraction.optional(),
  responseSize: sizeBytes.optional(),
  activeHours: fraction.optional(),
  tokens: closed({ input: count, output: count, cached: count.optional() })
    .optional()
    .meta({ description: "Tokens of a request to a model; cached: those of the input." }),
  deploys: count.optional().meta({ description: "Deployments a month. Default: 20." }),
})

const state = extensible(
  z.discriminatedUnion("store", [
    z.strictObject({ store: z.literal("local") }),
    z.strictObject({
      store: z.literal("s3"),
      bucket: z.string().min(1),
      endpoint: z.url().optional(),
      region: z.string().min(1).optional(),
    }),
  ]),
)

const build = closed({
  by: z.enum(["platform", "ci"]).optional(),
  baseImages: z
    .record(
      pattern({
        regex: /^[a-z0-9][a-z0-9._/:-]*:[\w][\w.-]*$/,
        name: "a base image",
        expected: "a name and a tag, such as node:24-slim",
      }),
      pattern({
        regex: /^sha256:[0-9a-f]{64}$/,
        name: "a digest",
        expected: "sha256: and 64 hexadecimal digits",
      }),
    )
    .optional()
    .meta({ description: "Digests of base images, for the Dockerfiles that aidep writes." }),
})

const observed = closed({ target: name })

/** The whole of `aidep.yaml`, as written: units parsed, no default filled in. */
export const manifestSchema = closed({
  version: z.literal(1),
  name: name,
  services: z.record(name, serviceSchema),
  resources: z.record(name, resourceSchema).optional(),
  edge: edge.optional(),
  checks: z.array(checkSchema).optional(),
  slo: closed({ availability: fraction.optional(), p99: durationMs.optional() }).optional(),
  workload: workload.optional(),
  budget: closed({ monthly: usd, onExceed: z.enum(["warn", "fail"]).optional() }).optional(),
  rollout: rollout.optional(),
  build: build.optional(),
  registry: z.string().min(1).optional(),
  state: state.optional(),
  platforms: z.record(name, z.union([z.literal(false), platformOptions])).optional(),
  environments: z.record(name, z.union([z.record(z.string(), z.unknown()), z.null()])).optional(),
  observability: closed({
    errors: observed.optional(),
    logs: observed.optional(),
    metrics: observed.optional(),
  }).optional(),
})

export type Manifest = z.output<typeof manifestSchema>
export type ManifestService = Manifest["services"][string]
export type ManifestResource = NonNullable<Manifest["resources"]>[string]
export type ManifestEdge = NonNullable<Manifest["edge"]>
export type ManifestCheck = NonNullable<Manifest["checks"]>[number]

/** What an environment cannot change. */
export const fixedKeys = ["version", "name", "environments"] as const

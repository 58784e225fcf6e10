import * as z from "zod"

const enabled = z.object({ enabled: z.boolean() })

/** Annotations of a version or deployment, by name: `workers/tag`, `workers/message`. */
const annotations = z.record(z.string(), z.string()).nullish()

export const script = z.object({
  /** Its name. */
  id: z.string(),
  tags: z.array(z.string()).nullish(),
  observability: enabled.nullish(),
})
export type ScriptAnswer = z.output<typeof script>

export const deployments = z.object({
  /** Newest first. */
  deployments: z.array(
    z.object({
      id: z.string(),
      versions: z.array(z.object({ version_id: z.string(), percentage: z.number() })),
      annotations,
    }),
  ),
})
export type DeploymentAnswer = z.output<typeof deployments>["deployments"][number]

export const listedVersion = z.object({ id: z.string(), number: z.number(), annotations })
export type ListedVersion = z.output<typeof listedVersion>

/** Newest first. */
export const versionList = z.object({ items: z.array(listedVersion) })

const binding = z.object({
  type: z.string(),
  name: z.string(),
  text: z.string().optional(),
  bucket_name: z.string().optional(),
  namespace_id: z.string().optional(),
  simple: z.object({ limit: z.number(), period: z.number() }).optional(),
})
export type BindingAnswer = z.output<typeof binding>

export const version = listedVersion.extend({
  resources: z.object({
    bindings: z.array(binding).nullish(),
    script_runtime: z
      .object({
        compatibility_date: z.string().nullish(),
        compatibility_flags: z.array(z.string()).nullish(),
        limits: z.object({ cpu_ms: z.number().nullish() }).nullish(),
      })
      .nullish(),
  }),
})
export type VersionAnswer = z.output<typeof version>

export const made = z.object({ id: z.string() })

export const subdomain = enabled

export const schedules = z.object({ schedules: z.array(z.object({ cron: z.string() })) })

export const domains = z.array(z.object({ hostname: z.string(), service: z.string().nullish() }))

export const accountSubdomain = z.object({ subdomain: z.string() })

export const uploadSession = z.object({
  /** Of the session; with nothing to upload, of the whole upload. */
  jwt: z.string(),
  /** Hashes of the files that are missing, in the groups in which they are to be sent. */
  buckets: z.array(z.array(z.string())).nullish(),
})

/** The last answer holds the token of the whole upload. */
export const uploaded = z.object({ jwt: z.string().nullish() }).nullish()

export const telemetry = z.object({
  events: z
    .object({
      events: z
        .array(
          z.object({
            timestamp: z.number(),
            $metadata: z.object({ id: z.string(), message: z.string().nullish() }),
          }),
        )
        .nullish(),
    })
    .nullish(),
})

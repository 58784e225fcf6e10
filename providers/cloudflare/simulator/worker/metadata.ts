import * as z from "zod"

const enabled = z.strictObject({ enabled: z.boolean() })
const none = z.never().optional()

/** Bindings that aidep makes; a Worker that inherits a value keeps that of the version before. */
const binding = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("plain_text"), name: z.string(), text: z.string() }),
  z.strictObject({ type: z.literal("secret_text"), name: z.string(), text: z.string() }),
  z.strictObject({ type: z.literal("inherit"), name: z.string() }),
  z.strictObject({
    type: z.literal("r2_bucket"),
    name: z.string(),
    bucket_name: z.string(),
    jurisdiction: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal("ratelimit"),
    name: z.string(),
    namespace_id: z.string(),
    simple: z.strictObject({ limit: z.number(), period: z.union([z.literal(10), z.literal(60)]) }),
  }),
])

const version = z.strictObject({
  main_module: z.string().optional(),
  bindings: z.array(binding).default([]),
  compatibility_date: z.iso.date(),
  compatibility_flags: z.array(z.string()).default([]),
  keep_bindings: z.array(z.string()).default([]),
  annotations: z
    .strictObject({
      "workers/tag": z.string().max(100).optional(),
      "workers/message": z.string().optional(),
    })
    .default({}),
  placement: z.unknown().optional(),
  limits: z.strictObject({ cpu_ms: z.int().min(1).max(300_000).optional() }).default({}),
  cache_options: enabled.optional(),
  package_dependencies: z.array(z.unknown()).optional(),
  /** Of Durable Objects, which aidep does not make; wrangler sends it all the same. */
  code_update_strategy: z.unknown().optional(),
  assets: z
    .strictObject({
      jwt: z.string(),
      config: z.strictObject({
        not_found_handling: z.enum(["none", "404-page", "single-page-application"]).optional(),
        html_handling: z.string().optional(),
        _headers: z.string().optional(),
        _redirects: z.string().optional(),
      }),
    })
    .optional(),
  tags: none,
  observability: none,
})

/** The part `metadata` of an upload that makes a script or replaces it as a whole. */
export const scriptMetadata = version.extend({
  tags: z.array(z.string()).max(8).optional(),
  observability: enabled.optional(),
})

/** The same of a version, where what all versions share may be said and means nothing. */
export const versionMetadata = version.extend({ observability: enabled.optional() })

export type Metadata = z.output<typeof scriptMetadata>
export type SentBinding = Metadata["bindings"][number]

import * as z from "zod"
import { type Level, levels } from "./log.ts"

/** Everything that can be set, checked once at start. */
export interface Config {
  readonly port: number
  /** Address to listen on; undefined for all of them. */
  readonly host: string | undefined
  /** Without a trailing slash and without `/v1`. */
  readonly upstreamUrl: string
  readonly upstreamToken: string | undefined
  /** Keys that callers may present. Empty means that anybody may call. */
  readonly keys: readonly string[]
  readonly rateLimit: { readonly requests: number; readonly periodMs: number }
  /** Further paths under `/v1/` that are passed to the upstream as they are. */
  readonly passThrough: readonly string[]
  /** Origins of web pages that may call; empty for none. */
  readonly corsOrigins: readonly string[]
  readonly deployment: string | undefined
  readonly logLevel: Level
  /** Variables that are set and that this version has no use for. */
  readonly unused: readonly string[]
}

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] }

/** Reads the environment variables; finds everything that is wrong with them at once. */
export function readConfig(variables: Readonly<Record<string, unknown>>): ConfigResult {
  const parsed = schema.safeParse(withoutEmpty(variables))
  if (parsed.success) return { ok: true, config: parsed.data }
  const problems = parsed.error.issues.map(({ path, message }) =>
    [...path.map(String), message].join(" "),
  )
  return { ok: false, problems }
}

const periods = { s: 1000, m: 60_000, h: 3_600_000 } as const
const notUsedYet = ["REDIS_URL", "DATABASE_URL", "JWT_SECRET", "SENTRY_DSN"]

const required = (example: string) => `is not set. Set it to ${example}.`

const schema = z
  .looseObject({
    PORT: z.coerce.number("has to be a port number.").int().min(0).max(65_535).default(8080),
    HOST: z.string().optional(),
    UPSTREAM_URL: z
      .url({
        protocol: /^https?$/,
        error: ({ input }) =>
          input === undefined
            ? required("the address of the inference service")
            : "has to be an address that begins with http:// or https://.",
      })
      .transform((url) => url.replace(/\/+$/, "").replace(/\/v1$/, "")),
    UPSTREAM_TOKEN: z.string().optional(),
    API_KEYS: z.string().default("").transform(listOf),
    AIDEP_TOKEN: z.string().optional(),
    AUTH: z.enum(["keys", "none"], 'has to be "keys" or "none".').default("keys"),
    RATE_LIMIT: z
      .string()
      .regex(/^[1-9]\d{0,6}\/[1-9]\d{0,4}[smh]$/, "has to be requests/period, such as 60/60s.")
      .default("60/60s")
      .transform(rateOf),
    PASS_THROUGH: z
      .string()
      .default("")
      .transform(listOf)
      .refine((paths) => paths.every((path) => /^\/v1(?:\/[a-z0-9_-]+)+$/.test(path)), {
        error: "has to be a list of paths under /v1/, such as /v1/detect,/v1/embeddings.",
      }),
    CORS_ORIGINS: z.string().default("").transform(listOf),
    AIDEP_DEPLOYMENT: z.string().optional(),
    LOG_LEVEL: z.enum(levels, `has to be one of ${levels.join(", ")}.`).default("info"),
  })
  .check(({ value, issues }) => {
    if (value.AUTH === "none" || value.API_KEYS.length > 0 || value.AIDEP_TOKEN !== undefined)
      return
    const message = `${required("a comma-separated list of keys")} To let anybody call, set AUTH=none.`
    issues.push({ code: "custom", input: value.API_KEYS, path: ["API_KEYS"], message })
  })
  .transform((set): Config => ({
    port: set.PORT,
    host: set.HOST,
    upstreamUrl: set.UPSTREAM_URL,
    upstreamToken: set.UPSTREAM_TOKEN,
    keys: set.AUTH === "none" ? [] : [...set.API_KEYS, ...listOf(set.AIDEP_TOKEN ?? "")],
    rateLimit: set.RATE_LIMIT,
    passThrough: set.PASS_THROUGH,
    corsOrigins: set.CORS_ORIGINS,
    deployment: set.AIDEP_DEPLOYMENT,
    logLevel: set.LOG_LEVEL,
    unused: notUsedYet.filter((name) => set[name] !== undefined),
  }))

/** An empty variable counts as one that is not set. */
function withoutEmpty(variables: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""))
}

function listOf(text: string): readonly string[] {
  return text.split(",").flatMap((part) => part.trim() || [])
}

function rateOf(text: string): Config["rateLimit"] {
  const [, requests, count, unit] = /^(\d+)\/(\d+)([smh])$/.exec(text) ?? []
  const periodMs = Number(count) * (unit === "m" || unit === "h" ? periods[unit] : periods.s)
  return { requests: Number(requests), periodMs }
}

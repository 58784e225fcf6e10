import * as z from "zod/mini"
import { parseNetwork } from "../auth/ip-networks.ts"
import { durationOf, listOf, rateOf, shareOf, sizeOf, wholeNumber } from "./units.ts"

export const logLevels = ["debug", "info", "warn", "error", "silent"] as const
export const upstreamKinds = ["auto", "openai", "modal", "huggingface", "http"] as const

/** A setting that is read from text; `hint` says what is allowed. */
export function read<T>(parse: (text: string) => T | undefined, hint: string) {
  return z.pipe(
    z.string(),
    z.transform((text, context) => {
      const value = parse(text)
      if (value !== undefined) return value
      context.issues.push({ code: "custom", message: hint, input: text })
      return z.NEVER
    }),
  )
}

export const text = z.string()
export const list = read(listOf, "has to be a list, separated by commas.")
export const duration = read(durationOf, "has to be a duration, such as 500ms, 30s, 5m or 1h.")
export const url = read(
  (value) => (/^https?:\/\/[^/\s]+/i.test(value) && URL.canParse(value) ? value : undefined),
  "has to be an address that begins with http:// or https://.",
)
export const kind = oneOf(upstreamKinds)
const size = read(sizeOf, "has to be a size, such as 256KiB or 1MiB.")
const rate = read(rateOf, "has to be requests/period, such as 60/60s.")
const share = read(shareOf, "has to be a share, such as 10%.")
const flag = read((value) => ({ true: true, false: false })[value], "has to be true or false.")
const count = (least: number, most: number, what: string) =>
  read(wholeNumber(least, most), `has to be ${what}.`)
const number = count(1, 1e12, "a whole number above 0")
const networks = read((value) => {
  const parsed = listOf(value).map(parseNetwork)
  return parsed.includes(undefined) ? undefined : parsed.filter((each) => each !== undefined)
}, "has to be a list of addresses or networks, such as 10.0.0.0/8,2001:db8::/32.")
const paths = read((value) => {
  const parsed = listOf(value)
  return parsed.every((path) => /^\/v1(?:\/[a-z0-9_-]+)+$/.test(path)) ? parsed : undefined
}, "has to be a list of paths under /v1/, such as /v1/detect.")
const databaseUrl = read(
  (value) => (/^(?:rediss?|https?):\/\//.test(value) && URL.canParse(value) ? value : undefined),
  "has to begin with redis://, rediss:// or, for Upstash, https://.",
)

function oneOf<const T extends string>(values: readonly T[]) {
  return read(
    (value) => values.find((each) => each === value),
    `has to be one of ${values.join(", ")}.`,
  )
}

/** What can be set, by its name in `gateway.yaml`; the environment variable is the same in capitals. */
export const settings = {
  port: z._default(count(0, 65_535, "a port number"), 8080),
  host: z.optional(text),
  upstreamUrl: z.optional(url),
  upstreamToken: z.optional(text),
  upstreamKind: z._default(kind, "auto"),
  modalKey: z.optional(text),
  modalSecret: z.optional(text),
  fallbackUrl: z.optional(url),
  fallbackToken: z.optional(text),
  fallbackKind: z._default(kind, "auto"),
  connectTimeout: z._default(duration, 5_000),
  firstByteTimeout: z._default(duration, 120_000),
  idleTimeout: z._default(duration, 60_000),
  totalTimeout: z._default(duration, 600_000),
  coldStart: z.optional(duration),
  retries: z._default(count(0, 10, "a number from 0 to 10"), 2),
  retryBudget: z._default(share, 0.1),
  breakerFailures: z._default(share, 0.5),
  breakerRequests: z._default(number, 20),
  breakerWindow: z._default(duration, 10_000),
  breakerOpen: z._default(duration, 5_000),
  auth: z._default(oneOf(["keys", "none"]), "keys"),
  apiKeys: z._default(list, []),
  keyStore: z.optional(text),
  jwtIssuer: z.optional(list),
  jwtAudience: z.optional(list),
  jwtJwksUrl: z.optional(url),
  jwtPublicKey: z.optional(text),
  jwtSecret: z.optional(
    read((value) => (value.length >= 32 ? value : undefined), "has to have 32 bytes or more."),
  ),
  jwtAlgorithms: z.optional(list),
  jwtTenantClaim: z._default(text, "sub"),
  jwtClockSkew: z._default(duration, 30_000),
  ipAllow: z._default(networks, []),
  ipBlock: z._default(networks, []),
  trustProxy: z._default(count(0, 10, "a number from 0 to 10"), 0),
  rateLimit: z._default(rate, { requests: 60, periodMs: 60_000 }),
  ipRateLimit: z.optional(rate),
  streamLimit: z._default(number, 16),
  ipStreamLimit: z.optional(number),
  tokenQuota: z.optional(number),
  maxInFlight: z._default(number, 1000),
  maxBody: z._default(size, 1024 ** 2),
  maxBuffered: z._default(size, 64 * 1024 ** 2),
  cache: z._default(oneOf(["deterministic", "all", "off"]), "deterministic"),
  cacheTtl: z._default(duration, 300_000),
  cacheSize: z._default(size, 16 * 1024 ** 2),
  cacheEntry: z._default(size, 256 * 1024),
  redisUrl: z.optional(databaseUrl),
  redisToken: z.optional(text),
  redisPrefix: z._default(text, "gateway:"),
  redisTimeout: z._default(duration, 100),
  passThrough: z._default(paths, []),
  corsOrigins: z._default(list, []),
  metricsToken: z.optional(text),
  logLevel: z._default(oneOf(logLevels), "info"),
  logPrompts: z._default(flag, false),
  usageLog: z._default(text, "off"),
  sentryDsn: z.optional(url),
  sentryEnvironment: z._default(text, "production"),
  sentrySampleRate: z._default(
    read((value) => {
      const part = value === "" ? Number.NaN : Number(value)
      return part >= 0 && part <= 1 ? part : undefined
    }, "has to be a number from 0 to 1."),
    1,
  ),
  drainDelay: z._default(duration, 0),
  drainTimeout: z._default(duration, 25_000),
  aidepDeployment: z.optional(text),
  aidepToken: z.optional(text),
}

export type Settings = z.output<z.ZodMiniObject<typeof settings>>

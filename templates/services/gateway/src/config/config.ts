import * as z from "zod/mini"
import { type Diagnosis, problemsOf, variableName } from "./problems.ts"
import { type RouteSettings, routeSchema } from "./routes.ts"
import { type Settings, settings } from "./settings.ts"
import { type UpstreamSettings, upstreamSchema, upstreamsOf } from "./upstreams.ts"

/** Everything that can be set, checked once at start. */
export interface Config extends Omit<Settings, "upstreamUrl"> {
  /** In the order in which they are asked; at least one. */
  readonly upstreams: readonly UpstreamSettings[]
  readonly routes: readonly RouteSettings[]
  /** Variables that are set and have no effect in this combination. */
  readonly unused: readonly string[]
}

export type Variables = Readonly<Record<string, unknown>>

const names = Object.keys(settings)

const document = z.strictObject({
  ...settings,
  upstreams: z._default(z.array(upstreamSchema), []),
  routes: z._default(z.array(routeSchema), []),
})

/**
 * Reads environment variables, laid over the content of `gateway.yaml` where there is one. Finds everything that is
 * wrong with them at once.
 */
export function readConfig(variables: Variables, file: unknown = {}): Diagnosis<Config> {
  if (typeof file !== "object" || file === null || Array.isArray(file))
    return { ok: false, problems: ["gateway.yaml has to hold settings by their names."] }
  const { upstreams: writtenUpstreams, routes: writtenRoutes, ...flat } = withLists(file)
  const filled = {
    ...fill(flat, variables),
    upstreams: fillEach(writtenUpstreams, variables),
    routes: fillEach(writtenRoutes, variables),
  }
  const set = names.flatMap((name) => {
    const value = variables[variableName(name)]
    return typeof value === "string" && value !== "" ? [[name, value]] : []
  })
  const { written, problems: found } = parse({ ...filled, ...Object.fromEntries(set) })
  const problems = [...unsetIn(file, variables), ...found]
  if (problems.length > 0 || written === undefined) return { ok: false, problems }
  const { upstreams, routes, ...rest } = written
  const all = upstreamsOf(rest, upstreams)
  if (new Set(all.map(({ name }) => name)).size < all.length)
    return { ok: false, problems: ["upstreams have to have different names."] }
  const passed = rest.passThrough.map((path) => ({ path, method: "POST" as const, cache: false }))
  return {
    ok: true,
    value: {
      ...rest,
      upstreams: all,
      routes: [...routes, ...passed],
      unused: unusedOf(rest, variables),
    },
  }
}

/** What cannot be read is left out and the rest looked at, so that one mistake does not hide the others. */
function parse(values: Readonly<Record<string, unknown>>) {
  const first = z.safeParse(document, values)
  const issues = first.error?.issues ?? []
  const bad = new Set(
    issues.flatMap((issue) =>
      issue.code === "unrecognized_keys" ? issue.keys : [String(issue.path[0])],
    ),
  )
  const rest = Object.entries(values).filter(([name]) => !bad.has(name))
  const { data: written } = first.success ? first : z.safeParse(document, Object.fromEntries(rest))
  const together = written === undefined ? [] : contradictions(written, written.upstreams.length)
  const badNames = [...bad].map(variableName)
  const further = together.filter(
    (problem) => !badNames.some((name) => problem.startsWith(`${name} `)),
  )
  return { written, problems: [...issues.map(problemsOf), ...further] }
}

/** What is right by itself and wrong together. */
function contradictions(set: Settings, upstreams: number): readonly string[] {
  const jwtKeys = [set.jwtJwksUrl, set.jwtPublicKey, set.jwtSecret].filter(Boolean)
  const withKeys = set.apiKeys.length > 0 || set.aidepToken !== undefined || set.keyStore
  const checks: readonly (readonly [wrong: boolean, problem: string])[] = [
    [
      set.upstreamUrl === undefined && upstreams === 0,
      "UPSTREAM_URL is not set. Set it to the address of the inference service.",
    ],
    [
      set.auth === "keys" && !withKeys && jwtKeys.length === 0,
      "API_KEYS is not set. Set it to a comma-separated list of keys. To let anybody call, set AUTH=none.",
    ],
    [
      jwtKeys.length > 1,
      "JWT_JWKS_URL, JWT_PUBLIC_KEY and JWT_SECRET exclude each other. Set one of them.",
    ],
    [
      jwtKeys.length > 0 && (set.jwtIssuer === undefined || set.jwtAudience === undefined),
      "JWT_ISSUER and JWT_AUDIENCE have to be set where JWTs are accepted.",
    ],
    [
      set.jwtPublicKey !== undefined && !set.jwtPublicKey.includes("BEGIN PUBLIC KEY"),
      'JWT_PUBLIC_KEY has to be a public key in PEM, which begins with "-----BEGIN PUBLIC KEY-----".',
    ],
    [
      set.jwtSecret !== undefined && badFor("HS", set.jwtAlgorithms),
      "JWT_ALGORITHMS has to be of HS256, HS384, HS512 with JWT_SECRET.",
    ],
    [
      set.jwtSecret === undefined && badFor("RS|PS|ES|Ed", set.jwtAlgorithms),
      "JWT_ALGORITHMS has to be of RS256, PS256, ES256, EdDSA and their like with public keys.",
    ],
    [
      set.keyStore === "redis" && set.redisUrl === undefined,
      "KEY_STORE is redis, but REDIS_URL is not set.",
    ],
    [
      set.apiKeys.some((key) => key.startsWith("sha256:") && !/^sha256:[0-9a-f]{64}$/.test(key)),
      'API_KEYS has an entry that begins with "sha256:" without 64 hexadecimal digits after it.',
    ],
  ]
  return checks.flatMap(([wrong, problem]) => (wrong ? [problem] : []))
}

function badFor(families: string, algorithms: readonly string[] | undefined): boolean {
  const allowed = new RegExp(`^(?:${families})(?:\\d{3}|DSA|25519)$`)
  return algorithms?.some((each) => !allowed.test(each)) ?? false
}

function unusedOf(set: Settings, variables: Variables): readonly string[] {
  const jwtOff = [set.jwtJwksUrl, set.jwtPublicKey, set.jwtSecret].every((key) => !key)
  return [
    ...(jwtOff ? ["JWT_ISSUER", "JWT_AUDIENCE", "JWT_ALGORITHMS"] : []),
    ...(set.redisUrl === undefined ? ["REDIS_TOKEN", "REDIS_PREFIX"] : []),
    ...(set.fallbackUrl === undefined ? ["FALLBACK_TOKEN"] : []),
    "DATABASE_URL",
  ].filter((name) => typeof variables[name] === "string" && variables[name] !== "")
}

function withLists(file: object): { readonly upstreams?: unknown; readonly routes?: unknown } {
  return { ...file }
}

/** Variables that the file names and that are not set. */
function unsetIn(file: unknown, variables: Variables): readonly string[] {
  const named = JSON.stringify(file)?.matchAll(/\$\{(\w+)\}/g) ?? []
  const unset = Array.from(named, ([, name = ""]) => name).filter(
    (name) => variables[name] === undefined,
  )
  return [...new Set(unset)].map((name) => `${name} is not set, and gateway.yaml names it.`)
}

function fillEach(list: unknown, variables: Variables): unknown {
  return Array.isArray(list) ? list.map((each) => filled(each, variables)) : list
}

/** Puts variables where the file says `${NAME}`, and makes text of numbers and lists, as a variable would hold them. */
function fill(value: object, variables: Variables): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, filled(each, variables)]),
  )
}

function filled(value: unknown, variables: Variables): unknown {
  if (Array.isArray(value)) return value.map((each) => filled(each, variables)).join(",")
  if (typeof value === "object" && value !== null) return fill(value, variables)
  if (typeof value !== "string") return value === null ? undefined : String(value)
  return value.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => String(variables[name] ?? ""))
}

import * as errors from "../../../errors/catalogue/hardening.ts"
import { isDataStore, isFloating } from "../image-reference.ts"
import { type Rule, rule } from "../rule.ts"
import { type LintedProject, writtenVariables } from "./linted-project.ts"

const publicInference = rule(errors.publicInference, ({ project, parsed }: LintedProject) =>
  project.services
    .filter(({ kind, access }) => kind === "inference" && access === "public")
    .map(({ name }) => ({
      params: { service: name },
      place: parsed.places.value(["services", name, "access"]),
    })),
)

const internalBehindEdge = rule(errors.internalBehindEdge, ({ project, parsed }: LintedProject) => {
  const behind = project.services.find(({ name }) => name === project.edge?.service)
  if (behind === undefined || behind.access === "public" || behind.kind === "static") return []
  const place = parsed.places.value(["edge", "service"])
  return [{ params: { service: behind.name }, place }]
})

const publicDataStore = rule(errors.publicDataStore, ({ project, parsed }: LintedProject) =>
  project.services.flatMap(({ name, code, access, port }) =>
    code.type === "image" &&
    isDataStore(code.reference) &&
    access === "public" &&
    port !== undefined
      ? [
          {
            params: { service: name, image: code.reference },
            place: parsed.places.value(["services", name, "image"]),
          },
        ]
      : [],
  ),
)

const secretInStaticSite = rule(errors.secretInStaticSite, (subject: LintedProject) => {
  const { project, parsed } = subject
  return project.services
    .filter(({ kind }) => kind === "static")
    .flatMap(({ name, env }) =>
      env
        .filter(({ sensitive }) => sensitive)
        .map((variable) => {
          const path = ["services", name, "env", variable.name]
          const at = parsed.writes(path) ? path : ["services", name, "secrets"]
          const place = parsed.places.value(at)
          return { params: { service: name, variable: variable.name }, place }
        }),
    )
})

const wildcardCors = rule(errors.wildcardCors, (subject: LintedProject) =>
  writtenVariables(subject)
    .filter(
      ({ variable: { name, text = "" } }) =>
        isOrigins(name) && /(?:^|[\s,])\*(?:$|[\s,])/.test(text),
    )
    .map(({ service, variable, place }) => ({
      params: { where: `"${variable.name}" of "${service}"` },
      place,
    })),
)

function isOrigins(name: string): boolean {
  return /CORS|ALLOW(?:ED)?_(?:ALL_)?ORIGINS?|ACCESS_CONTROL_ALLOW_ORIGIN/i.test(name)
}

const cachedPrivatePath = rule(errors.cachedPrivatePath, ({ project, parsed }: LintedProject) => {
  const { edge } = project
  const behind = project.services.find(({ name }) => name === edge?.service)
  if (edge === undefined || behind === undefined || !identifiesCallers(behind)) return []
  return edge.cache.flatMap(({ path }, index) =>
    isApi(path)
      ? [
          {
            params: { path, service: behind.name },
            place: parsed.places.value(["edge", "cache", index, "path"]),
          },
        ]
      : [],
  )
})

function identifiesCallers({ access, env }: LintedProject["project"]["services"][number]): boolean {
  return access === "internal" || env.some(({ name }) => /KEYS?$|JWT|AUTH|SESSION/i.test(name))
}

function isApi(path: string): boolean {
  return /^\/\*?$|^\/(?:api|v\d+|auth|account|admin|graphql|me|session|user)(?:s?\/|\/?\*|$)/i.test(
    path,
  )
}

const lenientTls = rule(errors.lenientTls, ({ project, parsed }: LintedProject) =>
  project.edge?.tls === "full" ? [{ params: {}, place: parsed.places.value(["edge", "tls"]) }] : [],
)

const floatingImage = rule(errors.floatingImage, ({ project, parsed }: LintedProject) =>
  project.services.flatMap(({ name, code }) =>
    code.type === "image" && isFloating(code.reference)
      ? [
          {
            params: { service: name, image: code.reference },
            place: parsed.places.value(["services", name, "image"]),
          },
        ]
      : [],
  ),
)

/** Who can reach what, and with what in hand. */
export const exposureRules: readonly Rule<LintedProject>[] = [
  publicInference,
  internalBehindEdge,
  publicDataStore,
  secretInStaticSite,
  wildcardCors,
  cachedPrivatePath,
  lenientTls,
  floatingImage,
]

import type { DataResource, Diagnostic, ItemScope, Service, Specified } from "aidep/provider"
import { insideFolder } from "../_shared/inside-folder.ts"
import { shellLine } from "../_shared/shell-line.ts"
import { bindingProblems, bucketBindings, rateLimitBindings } from "./bindings.ts"
import { cloudflareCron } from "./cron.ts"
import { jobWithoutSchedule, notJavaScript, publishesTooMuch } from "./errors.ts"
import { type Options, platformId } from "./options.ts"
import { variableProblems, variablesOf } from "./variables.ts"
import type { CustomDomainRoute, Placement, WranglerConfig } from "./wrangler-config.ts"

/** A service on Workers. */
export interface WorkerSpec {
  readonly service: string
  readonly config: WranglerConfig
  /** Variables that `aidep deploy` adds, because their text is known only then. */
  readonly later: readonly string[]
  /** Variables of a static site: the build command gets them, nothing runs later. */
  readonly whileBuilding: readonly string[]
  /** Builds a static site, word for word; undefined for one that is not built. */
  readonly command: readonly string[] | undefined
}

/** An R2 bucket: the body of `POST /accounts/{account_id}/r2/buckets`. */
export interface BucketSpec {
  readonly resource: string
  readonly desired: { readonly name: string; readonly locationHint: string | undefined }
}

const schema = "node_modules/wrangler/config-schema.json"

/**
 * A Worker that fetches the address of another Worker of the same account gets error 1042 without this flag.
 * Source: https://developers.cloudflare.com/workers/observability/errors/ (2026-10-08).
 */
const reachOtherWorkers = "global_fetch_strictly_public"

export function workerSpec(service: Service, scope: ItemScope<Options>): Specified<WorkerSpec> {
  return service.kind === "static" ? siteOf(service, scope) : workerOf(service, scope)
}

export function bucketSpec(
  { name }: DataResource,
  { nameOf, options }: ItemScope<Options>,
): Specified<BucketSpec> {
  const desired = { name: nameOf(name), locationHint: options.bucketLocation }
  return { spec: { resource: name, desired }, diagnostics: [] }
}

function workerOf(service: Service, scope: ItemScope<Options>): Specified<WorkerSpec> {
  const { options } = scope
  const variables = variablesOf(service)
  const buckets = bucketBindings(service, scope)
  const rateLimits = rateLimitBindings(service, scope)
  const taken = [...buckets.map(({ binding }) => binding), ...rateLimits.map(({ name }) => name)]
  const config: WranglerConfig = {
    ...frameOf(service, scope),
    main: inside(folderOf(service), options.main),
    compatibility_flags: flagsOf(service, scope),
    workers_dev: service.kind !== "job" && routesOf(service, scope) === undefined,
    triggers:
      service.schedule === undefined ? undefined : { crons: [cloudflareCron(service.schedule)] },
    limits: options.cpuMs === undefined ? undefined : { cpu_ms: options.cpuMs },
    placement: placementOf(options),
    cache: options.workersCache ? { enabled: true } : undefined,
    vars: Object.keys(variables.known).length === 0 ? undefined : variables.known,
    secrets: variables.secrets.length === 0 ? undefined : { required: variables.secrets },
    r2_buckets: buckets.length === 0 ? undefined : buckets,
    ratelimits: rateLimits.length === 0 ? undefined : rateLimits,
  }
  return {
    spec: {
      service: service.name,
      config,
      later: variables.later,
      whileBuilding: [],
      command: undefined,
    },
    diagnostics: [
      ...codeProblems(service, scope),
      ...variableProblems(variables, scope),
      ...bindingProblems(service, taken, scope),
    ],
  }
}

function siteOf(service: Service, scope: ItemScope<Options>): Specified<WorkerSpec> {
  const folder = folderOf(service)
  const directory = inside(folder, service.output ?? ".")
  const { buildCommand } = service
  const config: WranglerConfig = {
    ...frameOf(service, scope),
    build:
      buildCommand === undefined ? undefined : { command: shellLine(buildCommand), cwd: folder },
    assets: { directory, not_found_handling: scope.options.notFound },
  }
  const whileBuilding = buildCommand === undefined ? [] : service.env.map(({ name }) => name)
  const tooMuch = directory === "." || (buildCommand !== undefined && directory === folder)
  const diagnostics = tooMuch ? [scope.report(publishesTooMuch, { directory }, "output")] : []
  return {
    spec: { service: service.name, config, later: [], whileBuilding, command: buildCommand },
    diagnostics,
  }
}

/** What a Worker and a static site have in common; all keys, so that their order is the type's. */
function frameOf(service: Service, scope: ItemScope<Options>): WranglerConfig {
  const { nameOf, options } = scope
  const routes = routesOf(service, scope)
  return {
    $schema: schema,
    name: nameOf(service.name),
    main: undefined,
    compatibility_date: options.compatibilityDate,
    account_id: options.accountId,
    compatibility_flags: undefined,
    // A second address would let callers walk around the edge and its rate limit.
    workers_dev: routes === undefined,
    preview_urls: false,
    routes,
    triggers: undefined,
    build: undefined,
    limits: undefined,
    placement: undefined,
    assets: undefined,
    observability: { enabled: options.observability },
    cache: undefined,
    vars: undefined,
    secrets: undefined,
    r2_buckets: undefined,
    ratelimits: undefined,
  }
}

/** The edge's domain, where the edge stands here and in front of this very service. */
function routesOf(
  { name }: Service,
  { project }: ItemScope<Options>,
): readonly CustomDomainRoute[] | undefined {
  const { edge } = project
  if (edge?.platform !== platformId || edge.service !== name) return undefined
  return [{ pattern: edge.domain, custom_domain: true }]
}

function flagsOf(
  { env }: Service,
  { serviceNamed, options }: ItemScope<Options>,
): readonly string[] {
  const callsWorkers = env.some(({ segments }) =>
    segments.some(
      (segment) =>
        segment.type === "service" &&
        segment.output !== "token" &&
        serviceNamed(segment.service)?.placement.platform === platformId,
    ),
  )
  const flags = callsWorkers
    ? [...options.compatibilityFlags, reachOtherWorkers]
    : options.compatibilityFlags
  return [...new Set(flags)]
}

function placementOf({ placement }: Options): Placement | undefined {
  if (placement === "off") return undefined
  return placement === "smart" ? { mode: "smart" } : { mode: "targeted", ...placement }
}

function codeProblems(service: Service, { report }: ItemScope<Options>): readonly Diagnostic[] {
  const { code, kind, name, schedule } = service
  const python = code.type === "folder" && code.runtime?.language === "python"
  return [
    ...(python ? [report(notJavaScript, { service: name }, "source")] : []),
    ...(kind === "job" && schedule === undefined
      ? [report(jobWithoutSchedule, { service: name })]
      : []),
  ]
}

/** Images have no folder; the support table refuses them. */
function folderOf({ code }: Service): string {
  return code.type === "folder" ? code.path : "."
}

/** A path inside a folder of the project, relative to the manifest. */
function inside(folder: string, path: string): string {
  const plain = path.replace(/^(?:\.\/)+/, "")
  return plain === "." || plain === "" ? folder : insideFolder(folder, plain)
}

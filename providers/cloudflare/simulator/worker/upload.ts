import { parseJson } from "aidep/provider"
import type * as z from "zod"
import { partsOf } from "../../remote/worker/upload/form.ts"
import type { Account } from "../account.ts"
import { type Handler, ok, refuse, type Refused, type Result } from "../reply.ts"
import type { Binding, Script, Version } from "./account.ts"
import { type Metadata, type SentBinding, scriptMetadata, versionMetadata } from "./metadata.ts"
import { invalidBody, invalidUpload } from "./refusals.ts"
import { isCalled, onScript, withNewId, withScript } from "./state.ts"
import { scriptView, versionView } from "./views.ts"

type Request = Parameters<Handler>[0]

/** Makes the script, or replaces all of it, and gives the new version all requests at once. A name is never refused. */
export const putScript: Handler = (request, account) => {
  const name = request.ids[1] ?? ""
  const standing = account.workers.scripts[name]
  const taken = takeUpload({ name, standing, schema: scriptMetadata }, request, account)
  if (taken.status === "refused") return refuse(taken.account, taken.why)
  const { metadata, version } = taken
  const deployed = withNewId(taken.account)
  const script: Script = {
    name,
    createdAtMs: standing?.createdAtMs ?? request.nowMs,
    changedAtMs: request.nowMs,
    tags: metadata.tags ?? standing?.tags ?? [],
    logs: metadata.observability?.enabled ?? false,
    workersDev: standing?.workersDev ?? false,
    previews: standing?.previews ?? false,
    crons: standing?.crons ?? [],
    versions: [...(standing?.versions ?? []), version],
    deployments: [
      ...(standing?.deployments ?? []),
      {
        id: deployed.id,
        createdAtMs: request.nowMs,
        annotations: {},
        versions: [{ version_id: version.id, percentage: 100 }],
      },
    ],
    lastFrom: sender(request),
  }
  const view = { ...scriptView(script), startup_time_ms: 3, deployment_id: version.id }
  return ok(withScript(deployed.account, script), view)
}

/** Makes a version that gets no requests. The same upload again makes another one. */
export const postVersion: Handler = onScript((standing, request, account) => {
  const upload = { name: standing.name, standing, schema: versionMetadata }
  const taken = takeUpload(upload, request, account)
  if (taken.status === "refused") return refuse(taken.account, taken.why)
  const { version } = taken
  const script = {
    ...standing,
    changedAtMs: request.nowMs,
    versions: [...standing.versions, version],
    lastFrom: sender(request),
  }
  return ok(withScript(taken.account, script), { ...versionView(version), startup_time_ms: 3 })
})

function sender({ headers }: Request): Script["lastFrom"] {
  return (headers["user-agent"] ?? "").startsWith("wrangler") ? "wrangler" : "api"
}

interface Upload {
  readonly name: string
  readonly standing: Script | undefined
  readonly schema: z.ZodType<Metadata>
}

type Taken =
  | {
      readonly status: "taken"
      readonly metadata: Metadata
      readonly version: Version
      readonly account: Account
    }
  | { readonly status: "refused"; readonly why: Refused; readonly account: Account }

function takeUpload(upload: Upload, request: Request, account: Account): Taken {
  const refused = (why: Refused, after = account): Taken => ({
    status: "refused",
    why,
    account: after,
  })
  const parts = partsOf(request.text)
  if (parts === undefined) return refused(invalidBody("The body is no multipart form."))
  const sent = parts.find(({ name }) => name === "metadata")
  const parsed = upload.schema.safeParse(parseJson(sent?.text ?? ""))
  if (!parsed.success) return refused(invalidUpload(`Invalid metadata: ${parsed.error.message}`))
  const metadata = parsed.data
  const modules = parts.flatMap(({ name }) => (name === "metadata" ? [] : [name]))
  const why = problemIn({ metadata, modules, nowMs: request.nowMs }, upload, account)
  if (why !== undefined) return refused(why)
  const broken = Object.keys(account.breakages).find((name) => isCalled(upload.name, name))
  if (broken !== undefined) return refused(brokenBy(metadata), mended(account, broken))
  const { account: after, id } = withNewId(account)
  const version = versionFrom({ id, metadata, modules, nowMs: request.nowMs }, upload, account)
  return { status: "taken", metadata, version, account: after }
}

/** Code is run before it is taken; a site has none, and only its files can be wrong. */
function brokenBy({ main_module: main }: Metadata): Refused {
  return main === undefined
    ? invalidBody("The assets of the upload cannot be read.")
    : invalidUpload("Uncaught Error: a setting is missing\n  at worker.js:1:7\n")
}

/** A breakage is met once. */
export function mended(account: Account, name: string): Account {
  const left = Object.entries(account.breakages).filter(([key]) => key !== name)
  return { ...account, breakages: Object.fromEntries(left) }
}

interface Sent {
  readonly metadata: Metadata
  readonly modules: readonly string[]
  readonly nowMs: number
}

function problemIn(
  { metadata, modules, nowMs }: Sent,
  { standing }: Upload,
  account: Account,
): Refused | undefined {
  const { assets, bindings, compatibility_date: date, main_module: main } = metadata
  if (main === undefined && assets === undefined)
    return invalidUpload("The metadata names neither a main module nor assets.")
  if (main !== undefined && !modules.includes(main))
    return invalidUpload(`No such module "${main}".`)
  if (main === undefined && bindings.length > 0)
    return invalidUpload("Bindings are not possible without a script.")
  if (Date.parse(date) > nowMs)
    return invalidUpload(`Can't set compatibility date in the future: "${date}".`)
  if (assets !== undefined && account.workers.uploads[assets.jwt]?.isWhole !== true)
    return {
      statusCode: 400,
      code: 10_000,
      message: "The completion token of assets is not valid.",
    }
  return bindingProblem(bindings, standing, account)
}

/** On Workers Paid. Source: https://developers.cloudflare.com/workers/platform/limits/ (2026-11). */
const mostVariables = 128
const largestVariable = 5 * 1024

function bindingProblem(
  bindings: readonly SentBinding[],
  standing: Script | undefined,
  account: Account,
): Refused | undefined {
  const names = bindings.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined)
    return invalidUpload(`Binding name '${twice}' already in use. Please use a different name.`)
  const texts = bindings.flatMap((binding) => ("text" in binding ? [binding.text] : []))
  if (texts.length > mostVariables) return invalidUpload("There are too many variables.")
  if (texts.some((text) => new TextEncoder().encode(text).length > largestVariable))
    return invalidUpload("A variable has more than 5 KB.")
  for (const binding of bindings) {
    if (binding.type === "inherit" && inherited(binding.name, standing) === undefined)
      return invalidUpload(`The binding '${binding.name}' has nothing to inherit.`)
    if (binding.type !== "r2_bucket") continue
    if (account.buckets.standing[binding.bucket_name] === undefined)
      return {
        statusCode: 400,
        code: 10_085,
        message: `R2 bucket '${binding.bucket_name}' not found. Please use a different name and try again.`,
      }
  }
  return undefined
}

function inherited(name: string, standing: Script | undefined): Binding | undefined {
  return standing?.versions.at(-1)?.bindings.find((binding) => binding.name === name)
}

function versionFrom(
  { id, metadata, modules, nowMs }: Sent & { readonly id: string },
  { standing }: Upload,
  account: Account,
): Version {
  const { annotations, assets, bindings, keep_bindings: kept } = metadata
  const own = bindings.flatMap((binding): readonly Binding[] => {
    if (binding.type !== "inherit") return [binding]
    const before = inherited(binding.name, standing)
    return before === undefined ? [] : [before]
  })
  const names = own.map(({ name }) => name)
  const keptOnes = (standing?.versions.at(-1)?.bindings ?? []).filter(
    ({ name, type }) => kept.includes(type) && !names.includes(name),
  )
  const message = annotations["workers/message"]
  const tag = annotations["workers/tag"]
  return {
    id,
    number: (standing?.versions.length ?? 0) + 1,
    createdAtMs: nowMs,
    annotations: {
      ...(tag === undefined ? {} : { "workers/tag": tag }),
      ...(message === undefined ? {} : { "workers/message": message.slice(0, longestMessage) }),
      "workers/triggered_by": standing === undefined ? "upload" : "version_upload",
    },
    compatibilityDate: metadata.compatibility_date,
    compatibilityFlags: metadata.compatibility_flags,
    cpuMs: metadata.limits.cpu_ms ?? null,
    bindings: [...own, ...keptOnes],
    placement: metadata.placement ?? null,
    cache: metadata.cache_options?.enabled ?? false,
    main: metadata.main_module ?? null,
    modules,
    assets:
      assets === undefined
        ? null
        : { config: assets.config, files: account.workers.uploads[assets.jwt]?.manifest ?? {} },
  }
}

const longestMessage = 1000

/** Ends a script with all its versions. */
export const deleteScript: Handler = onScript(({ name }, _, account) => {
  const { scripts } = account.workers
  const left = Object.entries(scripts).filter(([key]) => key !== name)
  const workers = { ...account.workers, scripts: Object.fromEntries(left) }
  return ok({ ...account, workers }, null)
})

export const listScripts: Handler = (_, account): Result =>
  ok(account, Object.values(account.workers.scripts).map(scriptView))

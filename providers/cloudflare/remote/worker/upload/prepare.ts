import { type ApplyOutcome, notApplied, problem, type ResourceWork } from "aidep/provider"
import type { SiteSettings, WorkerSettings } from "../../../resources/worker-settings.ts"
import type { CloudflareScope } from "../../api/cloudflare-api.ts"
import { buildTooLong } from "../errors.ts"
import { annotationsFor, longestMessage } from "../read/annotations.ts"
import { buildSite } from "./build-site.ts"
import { bundleWorker } from "./bundle.ts"
import { refuseOtherCommit } from "./check-commit.ts"
import type { FormPart } from "./form.ts"
import type { Content, Described } from "./metadata.ts"
import { readSite } from "./site-files.ts"
import { uploadAssets } from "./upload-assets.ts"
import { sentVariables } from "./variables.ts"

type Failed = Extract<ApplyOutcome, { readonly status: "failed" }>

/** What a version is made of, ready to be sent. */
export interface Prepared {
  readonly status: "prepared"
  readonly described: Described
  readonly modules: readonly FormPart[]
}

/** Bundles the Worker, or builds the site and uploads its files. */
export async function prepareVersion(
  work: ResourceWork,
  settings: WorkerSettings,
  scope: CloudflareScope,
): Promise<Prepared | Failed> {
  const { deploymentId } = work.desired
  const fault = tooLong(work, settings) ?? (await refuseOtherCommit(work, scope))
  if (fault !== undefined) return { status: "failed", problem: fault, log: [] }
  const made = await contentOf(work, settings, scope)
  if (made.status === "failed") return made
  const variables = sentVariables(work, settings)
  const described = { settings, content: made.content, variables, deploymentId }
  return { status: "prepared", described, modules: made.modules }
}

function tooLong({ desired: { deploymentId, owner } }: ResourceWork, settings: WorkerSettings) {
  const message = annotationsFor(deploymentId, settings)["workers/message"] ?? ""
  const bytes = new TextEncoder().encode(message).length
  const params = { service: owner, bytes, most: longestMessage }
  return bytes > longestMessage ? problem(buildTooLong, params) : undefined
}

interface Made {
  readonly status: "made"
  readonly content: Content
  readonly modules: readonly FormPart[]
}

async function contentOf(
  work: ResourceWork,
  settings: WorkerSettings,
  scope: CloudflareScope,
): Promise<Made | Failed> {
  const { main, site } = settings
  if (site !== null) return await siteContent({ work, name: settings.name, site }, scope)
  const bundling = { service: work.desired.owner, settings, entry: main ?? "" }
  const bundle = await bundleWorker(bundling, scope)
  if (bundle.status === "failed") return bundle
  const content = { type: "worker", main: bundle.main } as const
  return { status: "made", content, modules: bundle.modules }
}

interface SiteInput {
  readonly work: ResourceWork
  readonly name: string
  readonly site: SiteSettings
}

async function siteContent(
  { name, site, work }: SiteInput,
  scope: CloudflareScope,
): Promise<Made | Failed> {
  const { owner: service } = work.desired
  const { build, directory } = site
  const failed =
    build === null
      ? undefined
      : await buildSite({ service, build, variables: work.variables }, scope)
  if (failed !== undefined) return failed
  const files = await readSite({ service, directory }, scope)
  if (files.status === "failed") return files
  scope.progress(service, "Uploading its files")
  const token = await uploadAssets(name, files.files, scope)
  if (token.status === "failed") return notApplied(token)
  const content = { type: "site", token: token.value, rules: files.rules } as const
  return { status: "made", content, modules: [] }
}

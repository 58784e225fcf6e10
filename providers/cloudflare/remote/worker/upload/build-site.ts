import { type ApplyOutcome, problem } from "aidep/provider"
import type { SiteSettings } from "../../../resources/worker-settings.ts"
import type { CloudflareScope } from "../../api/cloudflare-api.ts"
import { siteBuildFailed } from "../errors.ts"

type Failed = Extract<ApplyOutcome, { readonly status: "failed" }>
type Build = NonNullable<SiteSettings["build"]>

const buildMs = 10 * 60_000
const shownLines = 20

interface SiteBuild {
  readonly service: string
  readonly build: Build
  readonly variables: Readonly<Record<string, string>>
}

/** Runs the build command in its folder, with the programs of its packages in reach; undefined when it went well. */
export async function buildSite(
  { build, service, variables }: SiteBuild,
  scope: CloudflareScope,
): Promise<Failed | undefined> {
  const [file = "", ...args] = build.command
  const folder = build.folder === "." ? scope.folder : `${scope.folder}/${build.folder}`
  scope.progress(service, "Building")
  const outcome = await scope.ports.processes.run({
    file,
    args,
    effect: "change",
    timeoutMs: buildMs,
    workingFolder: folder,
    variables: { ...variables, PATH: searchPath(folder, scope) },
  })
  if (outcome.status === "ended" && outcome.exitCode === 0) return undefined
  const why =
    outcome.status === "ended" ? `ended with exit code ${outcome.exitCode}` : whyNot[outcome.status]
  const lines = outcome.status === "ended" ? `${outcome.stdout}\n${outcome.stderr}`.split("\n") : []
  const params = { service, command: build.command.join(" "), why }
  return {
    status: "failed",
    problem: problem(siteBuildFailed, params),
    log: lines.filter((line) => line.trim() !== "").slice(-shownLines),
  }
}

const whyNot = {
  "not-found": "could not be started",
  "timed-out": `did not end within ${buildMs / 60_000} minutes`,
} as const

function searchPath(folder: string, { machine }: CloudflareScope): string {
  const nodeFolder = machine.nodePath.slice(0, machine.nodePath.lastIndexOf("/"))
  const own = machine.variables["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
  return [`${folder}/node_modules/.bin`, nodeFolder, own].join(":")
}

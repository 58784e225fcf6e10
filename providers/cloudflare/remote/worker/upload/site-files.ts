import { type ApplyOutcome, problem, type RemoteScope } from "aidep/provider"
import { assetsIgnored, assetTooLarge, siteEmpty } from "../errors.ts"
import { contentType } from "./content-type.ts"

type Failed = Extract<ApplyOutcome, { readonly status: "failed" }>

export interface SiteFiles {
  readonly status: "read"
  readonly files: readonly SiteFile[]
  /** Texts of `_headers` and `_redirects`, which are rules and not served. */
  readonly rules: Readonly<Partial<Record<"_headers" | "_redirects", string>>>
}

export interface SiteFile {
  /** As browsers ask for it: `/index.html`. */
  readonly path: string
  readonly hash: string
  /** Of the file, in bytes. */
  readonly size: number
  readonly base64: string
  readonly type: string
}

/** Source: https://developers.cloudflare.com/workers/platform/limits/ (2026-11). */
const mebibyte = 1024 * 1024
const largestMebibytes = 25

const ignoreFile = ".assetsignore"
const ruleFiles = ["_headers", "_redirects"] as const

interface Site {
  readonly service: string
  /** Relative to the manifest. */
  readonly directory: string
}

/** Everything in the published folder, as it is to be uploaded. */
export async function readSite(site: Site, scope: RemoteScope): Promise<SiteFiles | Failed> {
  const root = `${scope.folder}/${site.directory}`
  const { files: port } = scope.ports
  const paths = await pathsBelow(root, scope)
  if (paths.length === 0) return failure(problem(siteEmpty, site))
  if (paths.includes(ignoreFile))
    return failure(problem(assetsIgnored, { ...site, file: `${site.directory}/${ignoreFile}` }))
  const files: SiteFile[] = []
  const rules: Partial<Record<(typeof ruleFiles)[number], string>> = {}
  for (const path of paths) {
    const content = await port.read(`${root}/${path}`)
    if (content.status !== "read") return failure(problem(siteEmpty, site))
    const { bytes } = content
    const mebibytes = Math.ceil(bytes.length / mebibyte)
    if (mebibytes > largestMebibytes)
      return failure(problem(assetTooLarge, { ...site, file: path, mebibytes }))
    const rule = ruleFiles.find((name) => name === path)
    if (rule !== undefined) rules[rule] = new TextDecoder().decode(bytes)
    else files.push(await siteFile(path, bytes))
  }
  return { status: "read", files, rules }
}

async function pathsBelow(folder: string, scope: RemoteScope): Promise<readonly string[]> {
  const { files } = scope.ports
  const found = (await files.list(folder)).map(async (name): Promise<readonly string[]> => {
    const path = `${folder}/${name}`
    const kind = await files.inspect(path)
    if (kind === "file") return [name]
    if (kind !== "folder") return []
    return (await pathsBelow(path, scope)).map((inner) => `${name}/${inner}`)
  })
  return (await Promise.all(found)).flat()
}

/** The type is part of what is kept under a hash, so that it is part of the hash. */
async function siteFile(path: string, bytes: Uint8Array): Promise<SiteFile> {
  const type = contentType(path)
  const base64 = Buffer.from(bytes).toString("base64")
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(base64 + type))
  const hash = Buffer.from(digest).toString("hex").slice(0, hashDigits)
  return { path: `/${path}`, hash, size: bytes.length, base64, type }
}

const hashDigits = 32

function failure(fault: Failed["problem"]): Failed {
  return { status: "failed", problem: fault, log: [] }
}

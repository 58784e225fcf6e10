import { type ApiOutcome, failedWith, parseJson, problem } from "aidep/provider"
import * as z from "zod"
import type { CloudflareScope } from "../../api/cloudflare-api.ts"
import { wranglerUntested } from "../errors.ts"

/** How wrangler is started: a file, and the arguments before its own. */
export interface Program {
  readonly file: string
  readonly args: readonly string[]
}

/** In PATH, where the port of processes looks. */
const inPath: Program = { file: "wrangler", args: [] }

/**
 * wrangler as Node would find it from the source folder, then as aidep itself finds it, then the one in PATH. It needs a
 * Node as new as aidep does, so it runs on the same.
 */
export async function findWrangler(
  folder: string,
  { machine, ports: { files } }: CloudflareScope,
): Promise<ApiOutcome<Program>> {
  const places = [...upwardsFrom(folder), ...upwardsFrom(parentOf(machine.staticServer))]
  for (const place of new Set(places)) {
    const found = `${place === "/" ? "" : place}/node_modules/wrangler`
    const about = await files.read(`${found}/package.json`)
    if (about.status !== "read") continue
    const version = versionIn(new TextDecoder().decode(about.bytes))
    return isTested(version)
      ? done({ file: machine.nodePath, args: [`${found}/bin/wrangler.js`] })
      : failedWith(problem(wranglerUntested, { version }))
  }
  return done(inPath)
}

function done(value: Program): ApiOutcome<Program> {
  return { status: "done", value }
}

function versionIn(text: string): string {
  return z.object({ version: z.string() }).safeParse(parseJson(text)).data?.version ?? "unknown"
}

/** The range in `provider.ts`: from 4.164.0, below 5. */
function isTested(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number)
  return major === 4 && minor >= 164
}

function upwardsFrom(folder: string): readonly string[] {
  return folder === "/" ? ["/"] : [folder, ...upwardsFrom(parentOf(folder))]
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/"))) || "/"
}

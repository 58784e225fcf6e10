import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import * as z from "zod"
import { projectFolder } from "../../support/project-folder.ts"
import type { RenderedManifest } from "../../support/render-manifest.ts"

export const python = fileURLToPath(new URL("../../../.venv-test/bin/python", import.meta.url))
const recorder = fileURLToPath(new URL("record_deploy.py", import.meta.url))

const deployed = z.tuple([
  z.object({
    code: z.number(),
    output: z.string(),
    requests: z.array(z.object({ method: z.string(), message: z.record(z.string(), z.unknown()) })),
  }),
])

/** What the real client asked of Modal in a deploy, as messages of `api.proto` by method. */
export interface RecordedDeploy {
  readonly code: number
  readonly output: string
  /** All messages of a method, in order. */
  readonly messages: (method: string) => readonly Readonly<Record<string, unknown>>[]
}

/** Deploys a rendered file with the installed Modal client, beside the given source files. */
export function deploy(
  rendered: RenderedManifest,
  { file, sources }: { readonly file: string; readonly sources: Readonly<Record<string, string>> },
): RecordedDeploy {
  const folder = projectFolder({ ...Object.fromEntries(rendered.files), ...sources })
  const { stdout, stderr } = spawnSync(python, [recorder, file], { cwd: folder, encoding: "utf8" })
  if (stdout === "") throw new Error(stderr)
  const [{ code, output, requests }] = deployed.parse(JSON.parse(stdout))
  return {
    code,
    output,
    messages: (method) =>
      requests.filter((request) => request.method === method).map(({ message }) => message),
  }
}

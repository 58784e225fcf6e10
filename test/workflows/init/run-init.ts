import { unsupported } from "../../../src/core/project/support.ts"
import type { AidepError } from "../../../src/errors/aidep-error.ts"
import type { Prompt } from "../../../src/ports/prompt.ts"
import { init, type InitInput, type InitProposal } from "../../../src/workflows/init/init.ts"
import { fakeContext, fakeRegistry, testProvider } from "../../support/fake-context.ts"
import { packageJson } from "../../support/folder-contents.ts"
import { memoryFiles, type MemoryFilesOptions } from "../../support/memory-files.ts"
import { nobody } from "../../support/scripted-prompt.ts"
import { allNative } from "../../support/test-platform.ts"

const { kinds, fields } = allNative
const noGpu = unsupported("Plain has no GPUs.")
const noSite = unsupported("Gpu has no static hosting.")

/** One platform without GPUs, one without static sites, and one that is always allowed. */
export const platforms = fakeRegistry([
  testProvider("plain", { support: { ...allNative, fields: { ...fields, gpu: noGpu } } }),
  testProvider("gpu", { support: { ...allNative, kinds: { ...kinds, static: noSite } } }),
  testProvider("here", { alwaysAllowed: true }),
  testProvider("watcher", { roles: ["errors"] }),
])

export const nodeService = {
  "package.json": packageJson({
    dependencies: { express: "5" },
    scripts: { start: "node server.js" },
  }),
  "server.js": 'app.get("/health", ok)\napp.listen(3000)\n',
}
export const modelService = {
  "requirements.txt": "fastapi\ntorch\n",
  "main.py": 'app = FastAPI()\n@app.get("/healthz")\n',
}

/** Files below a folder, by absolute path. */
export function below(folder: string, files: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text] as const),
  )
}

const template = below("/templates/stacks/small", {
  "aidep.yaml":
    "version: 1\nname: template-name\nservices:\n  web: { kind: web, source: ./web, targets: [plain], secrets: [A_KEY] }\n",
  "README.md": "# template-name\n\nA small\nservice.\n\nMore.\n",
  gitignore: "dist/\n",
  ".env.example": "# own words\nA_KEY=\n",
  "web/package.json": packageJson({ name: "template-name-web", scripts: { start: "node ." } }),
  "web/node_modules/x/index.js": "left behind",
})

/** A template whose service is one that several templates share. */
export const sharingTemplate = {
  ...below("/templates/stacks/sharing", {
    "aidep.yaml":
      "version: 1\nname: template-name\nservices:\n  api: { kind: web, source: ./services/shared, targets: [plain] }\n",
  }),
  ...below("/templates/services/shared", { ...nodeService, gitignore: "dist/\n" }),
  ...below("/templates/services/other", nodeService),
}

type Flags = Partial<InitInput["flags"]>

export interface InitWorld extends Partial<Omit<InitInput, "flags">> {
  readonly files?: Readonly<Record<string, string | Uint8Array>>
  readonly disk?: MemoryFilesOptions
  readonly prompt?: Prompt
  readonly flags?: Flags
}

/** Runs the workflow in `/project` on a disk in memory, without a person unless a prompt is given. */
function startInit(world: InitWorld = {}) {
  const { files = {}, disk: options, prompt = nobody, flags, ...input } = world
  const disk = memoryFiles({ ...template, ...files }, { folders: ["/project"], ...options })
  const shown: InitProposal[] = []
  const context = fakeContext({ files: disk, prompt, platforms })
  const done = init(
    {
      folder: ".",
      sources: [],
      flags: { targets: [], gpu: [], ...flags },
      yes: false,
      force: false,
      printManifest: false,
      show: (proposal) => void shown.push(proposal),
      ...input,
    },
    context,
  )
  return { done, disk, shown }
}

export async function runInit(world: InitWorld = {}) {
  const { done, disk, shown } = startInit(world)
  return { result: await done, disk, shown }
}

/** What went wrong; a run that succeeds fails the test. */
export async function failInit(world: InitWorld = {}) {
  const { done, disk } = startInit(world)
  const before = disk.paths()
  const error: AidepError = await done.then(
    () => Promise.reject(new Error("init succeeded")),
    (reason: unknown) => reason as AidepError,
  )
  return { error, disk, unchanged: disk.paths().join() === before.join() }
}

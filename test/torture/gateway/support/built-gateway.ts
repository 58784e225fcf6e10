import { createHash } from "node:crypto"
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { npm } from "../../../templates/template-copy.ts"

const root = fileURLToPath(new URL("../../../..", import.meta.url))
const source = join(root, "templates", "services", "gateway")
// Not below node_modules: Node runs no TypeScript there.
const cache = join(tmpdir(), "aidep-built-gateways")
const skipped = /(^|\/)(node_modules|dist|test)(\/|$)/
/** A build takes seconds; one that has not ended by then was killed. */
const lockMs = 180_000

export interface BuiltGateway {
  readonly folder: string
  /** What runs on Node: the first argument of `node`. */
  readonly node: string
  /** What runs on workerd. */
  readonly worker: string
}

/**
 * The gateway as its owner builds it (`npm ci`, `npm run build`), in a folder of its own. The same sources are built
 * once, whichever process asks first; the others wait for it.
 */
export async function builtGateway(): Promise<BuiltGateway> {
  const folder = join(cache, digestOfSources())
  const lock = `${folder}.lock`
  mkdirSync(cache, { recursive: true })
  for (;;) {
    if (existsSync(folder)) return inFolder(folder)
    if (takeLock(lock)) break
    await pause(100)
  }
  try {
    if (!existsSync(folder)) buildIn(folder)
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
  return inFolder(folder)
}

function inFolder(folder: string): BuiltGateway {
  return { folder, node: join(folder, "dist/node.js"), worker: join(folder, "dist/worker.js") }
}

function takeLock(lock: string): boolean {
  const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs
  if (since !== undefined && Date.now() - since > lockMs) rmSync(lock, { recursive: true })
  try {
    mkdirSync(lock)
    return true
  } catch {
    return false
  }
}

function buildIn(folder: string): void {
  const draft = `${folder}.draft`
  rmSync(draft, { recursive: true, force: true })
  cpSync(source, draft, {
    recursive: true,
    filter: (path) => !skipped.test(path.slice(source.length)),
  })
  npm(["ci", "--no-audit", "--no-fund"], draft)
  npm(["run", "build"], draft)
  renameSync(draft, folder)
}

function digestOfSources(): string {
  const hash = createHash("sha256").update(process.version)
  const names = globSync("**/*", { cwd: source, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(source.length + 1))
    .filter((name) => !skipped.test(name))
  for (const name of names.toSorted()) hash.update(name).update(readFileSync(join(source, name)))
  return hash.digest("hex").slice(0, 16)
}

import { randomUUID } from "node:crypto"
import { open, readFile, rename, rm, stat, writeFile } from "node:fs/promises"
import { setTimeout as wait } from "node:timers/promises"
import type { KeyStorage } from "../auth/key-store.ts"

/** Nobody needs a lock for so long: whoever made it is dead. */
const deadMs = 5_000
const pauseMs = 20

/** Issued keys in a file. It is replaced as a whole, so that nobody ever reads half of it, and by one at a time. */
export function fileKeyStorage(path: string): KeyStorage {
  const load = async () => await readIfThere(path)
  return {
    load,
    async replace(before, next) {
      const lock = `${path}.lock`
      await acquire(lock)
      try {
        if ((await load()) !== before) return false
        const draft = `${path}.${randomUUID()}`
        await writeFile(draft, next, { mode: 0o600 })
        await rename(draft, path)
        return true
      } finally {
        await rm(lock, { force: true })
      }
    },
  }
}

async function acquire(lock: string): Promise<void> {
  for (;;) {
    try {
      await (await open(lock, "wx")).close()
      return
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error
      const made = await stat(lock).catch(() => undefined)
      if (made !== undefined && Date.now() - made.mtimeMs > deadMs) await rm(lock, { force: true })
      else await wait(pauseMs)
    }
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8")
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined
    throw error
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : ""
}

import { createHash } from "node:crypto"
import { join } from "node:path"
import type { Files } from "../ports/files.ts"
import type { Expected, StateStore, StoredText, StoreOutcome } from "../ports/state-store.ts"
import { fileLock } from "./file-state/file-lock.ts"

/** State in a folder: one file a history, one a journal, and numbered ones for a lock. */
export function fileState(files: Files, folder: string): StateStore {
  const pathOf = (key: string) => join(folder, key)
  const begun = new Set<string>()
  return {
    place: folder,
    shared: false,
    read: async (key) => await readText(files, pathOf(key)),
    write: async (key, text, expected) => await writeText(files, pathOf(key), { text, expected }),
    readLock: async (key) => await fileLock(files, pathOf(key)).read(),
    writeLock: async (key, text, expected) =>
      await fileLock(files, pathOf(key)).write(text, expected),
    readLog: async (key) => {
      const stored = await readText(files, pathOf(key))
      if (stored.status === "failed") return stored
      return { status: "read", text: stored.status === "read" ? stored.text : "" }
    },
    append: async (key, line) => {
      const start = begun.has(key) || (await endsWhole(files, pathOf(key))) ? "" : "\n"
      const outcome = await files.append(pathOf(key), `${start}${line}\n`)
      if (outcome.status === "appended") begun.add(key)
      else begun.delete(key)
      return outcome
    },
    rewriteLog: async (key, text) => {
      const outcome = await files.writeAll([{ path: pathOf(key), text }])
      return outcome.status === "written" ? { status: "appended" } : outcome
    },
  }
}

async function readText(files: Files, path: string): Promise<StoredText> {
  const content = await files.read(path)
  switch (content.status) {
    case "missing":
      return content
    case "unreadable":
      return { status: "failed", reason: content.reason }
    case "read": {
      const text = new TextDecoder().decode(content.bytes)
      return { status: "read", text, version: versionOf(text) }
    }
  }
}

/** What was cut off in the middle of a line must not swallow the next one. */
async function endsWhole(files: Files, path: string): Promise<boolean> {
  const stored = await readText(files, path)
  return stored.status !== "read" || stored.text === "" || stored.text.endsWith("\n")
}

/** Whoever writes holds the lock, so that nobody comes between the look and the change. */
async function writeText(
  files: Files,
  path: string,
  { text, expected }: { readonly text: string; readonly expected: Expected },
): Promise<StoreOutcome> {
  const stored = await readText(files, path)
  if (stored.status === "failed") return stored
  const version = stored.status === "read" ? stored.version : undefined
  const wanted = expected === "none" ? undefined : expected.version
  if (version !== wanted) return { status: "conflict" }
  const outcome = await files.writeAll([{ path, text }])
  if (outcome.status === "written") return { status: "written", version: versionOf(text) }
  return { status: "failed", reason: outcome.reason }
}

function versionOf(text: string): string {
  return createHash("sha256").update(text).digest("hex")
}

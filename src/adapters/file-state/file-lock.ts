import { basename, dirname } from "node:path"
import type { Files } from "../../ports/files.ts"
import type { Expected, StoredText, StoreOutcome } from "../../ports/state-store.ts"

export interface FileLock {
  readonly read: () => Promise<StoredText>
  readonly write: (text: string, expected: Expected) => Promise<StoreOutcome>
}

/**
 * A lock as numbered files, `production.lock.7`: the one with the highest number counts. It is never changed, only
 * followed by a higher one, which a file system lets exactly one program make.
 */
export function fileLock(files: Files, path: string): FileLock {
  const numberedPath = (number: number) => `${path}.${number}`
  const read = async (): Promise<StoredText> => {
    const highest = (await numbersOf(files, path)).at(-1)
    if (highest === undefined) return { status: "missing" }
    const content = await files.read(numberedPath(highest))
    switch (content.status) {
      case "read":
        return {
          status: "read",
          text: new TextDecoder().decode(content.bytes),
          version: String(highest),
        }
      case "missing":
        // A higher one has followed since the look at the folder.
        return await read()
      case "unreadable":
        return { status: "failed", reason: content.reason }
    }
  }
  return {
    read,
    write: async (text, expected) => {
      const own = (expected === "none" ? 0 : Number(expected.version)) + 1
      const outcome = await files.createExclusively(numberedPath(own), text)
      if (outcome.status === "exists") return { status: "conflict" }
      if (outcome.status === "failed") return outcome
      const numbers = await numbersOf(files, path)
      if (numbers.at(-1) !== own) {
        // Others came and went since the read, and this number had become free again.
        await files.remove(numberedPath(own))
        return { status: "conflict" }
      }
      const older = numbers.slice(0, -1)
      await Promise.all(older.map((number) => files.remove(numberedPath(number))))
      return { status: "written", version: String(own) }
    },
  }
}

/** Ascending. */
async function numbersOf(files: Files, path: string): Promise<readonly number[]> {
  const start = `${basename(path)}.`
  return (await files.list(dirname(path)))
    .filter((name) => name.startsWith(start) && /^[1-9]\d{0,8}$/.test(name.slice(start.length)))
    .map((name) => Number(name.slice(start.length)))
    .toSorted((a, b) => a - b)
}

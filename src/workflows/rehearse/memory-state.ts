import type { Expected, StateStore, StoredText, StoreOutcome } from "../../ports/state-store.ts"

/** State that is gone with the process: for rehearsals, which need no account of a bucket either. */
export function memoryState(): StateStore {
  const texts = new Map<string, { readonly text: string; readonly version: string }>()
  const logs = new Map<string, string>()
  let versions = 0
  const read = async (key: string): Promise<StoredText> => {
    const stored = texts.get(key)
    return stored === undefined ? { status: "missing" } : { status: "read", ...stored }
  }
  const write = async (key: string, text: string, expected: Expected): Promise<StoreOutcome> => {
    const wanted = expected === "none" ? undefined : expected.version
    if (texts.get(key)?.version !== wanted) return { status: "conflict" }
    versions += 1
    const version = String(versions)
    texts.set(key, { text, version })
    return { status: "written", version }
  }
  return {
    place: "memory",
    shared: true,
    read,
    write,
    readLock: read,
    writeLock: write,
    readLog: async (key) => ({ status: "read", text: logs.get(key) ?? "" }),
    append: async (key, line) => {
      logs.set(key, `${logs.get(key) ?? ""}${line}\n`)
      return { status: "appended" }
    },
    rewriteLog: async (key, text) => {
      logs.set(key, text)
      return { status: "appended" }
    },
  }
}

import { dirname, sep } from "node:path"
import type { Files, TextFile } from "../../ports/files.ts"

/** Files as they would be once the pending ones are written, so that a project can be checked before it is. */
export function withPending(files: Files, pending: readonly TextFile[]): Files {
  const texts = new Map(pending.map(({ path, text }) => [path, text]))
  const folders = new Set(pending.flatMap(({ path }) => foldersAbove(path)))
  return {
    ...files,
    read: async (path) => {
      const text = texts.get(path)
      return text === undefined
        ? await files.read(path)
        : { status: "read", bytes: new TextEncoder().encode(text) }
    },
    inspect: async (path) => {
      if (texts.has(path)) return "file"
      return folders.has(path) ? "folder" : await files.inspect(path)
    },
    list: async (folder) => {
      const prefix = folder.endsWith(sep) ? folder : `${folder}${sep}`
      const added = [...texts.keys(), ...folders]
        .filter((path) => path.startsWith(prefix))
        .map((path) => path.slice(prefix.length).split(sep)[0] ?? "")
      const names = new Set([...(await files.list(folder)), ...added])
      return [...names].filter((name) => name !== "").toSorted()
    },
  }
}

function foldersAbove(path: string): readonly string[] {
  const folder = dirname(path)
  return folder === path ? [] : [folder, ...foldersAbove(folder)]
}

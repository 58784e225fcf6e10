import { createHash } from "node:crypto"
import { dirname } from "node:path/posix"
import type { FileContent, Files, PathKind, WriteOutcome } from "../../src/ports/files.ts"

export interface MemoryFilesOptions {
  /** Empty folders. Folders of files are there by themselves. */
  readonly folders?: readonly string[]
  /** Symbolic links: path to what it leads to. Whatever stands below is reached through them. */
  readonly links?: Readonly<Record<string, string>>
  /** Files that cannot be read, with the reason. */
  readonly unreadable?: Readonly<Record<string, string>>
  /** Files, or folders and all below, that cannot be written, with the reason. */
  readonly unwritable?: Readonly<Record<string, string>>
  /** A file that can be staged, but not put into its place. */
  readonly unplaceable?: Readonly<Record<string, string>>
}

export interface MemoryFiles extends Files {
  readonly text: (path: string) => string | undefined
  /** All files, sorted. */
  readonly paths: () => readonly string[]
  /** Those that were written for their owner only. */
  readonly ownerOnly: ReadonlySet<string>
}

/** A file system in memory, with the failures that a test asks for. Paths begin with a slash. */
export function memoryFiles(
  initial: Readonly<Record<string, string | Uint8Array>> = {},
  options: MemoryFilesOptions = {},
): MemoryFiles {
  const { folders = [], links = {}, unreadable = {}, unwritable = {}, unplaceable = {} } = options
  const contents = new Map(Object.entries(initial))
  const ownerOnly = new Set<string>()
  const real = (path: string) => followed(path, links)
  const isFolder = (path: string) =>
    path === "/" ||
    [...contents.keys(), ...folders, ...Object.keys(links)].some(
      (known) => known.startsWith(`${path}/`) || (folders.includes(known) && known === path),
    )
  return {
    ownerOnly,
    text: (path) => decoded(contents.get(path)),
    paths: () => [...contents.keys()].toSorted(),
    read: async (path): Promise<FileContent> => {
      const at = real(path)
      const reason = unreadable[at]
      if (reason !== undefined) return { status: "unreadable", reason }
      if (isFolder(at)) return { status: "unreadable", reason: "it is a folder" }
      const content = contents.get(at)
      if (content === undefined) return { status: "missing" }
      return { status: "read", bytes: encoded(content) }
    },
    inspect: async (path): Promise<PathKind> => {
      const at = real(path)
      if (unreadable[at] !== undefined && !contents.has(at)) return "unreadable"
      if (contents.has(at)) return "file"
      return isFolder(at) ? "folder" : "missing"
    },
    append: async (path, text) => {
      const at = real(path)
      const reason = Object.entries(unwritable).find(([below]) =>
        `${at}/`.startsWith(`${below}/`),
      )?.[1]
      if (reason !== undefined) return { status: "failed", reason }
      contents.set(at, `${decoded(contents.get(at)) ?? ""}${text}`)
      return { status: "appended" }
    },
    list: async (folder) => {
      const at = real(folder)
      const prefix = at === "/" ? at : `${at}/`
      const names = [...contents.keys(), ...folders, ...Object.keys(links)]
        .filter((path) => path.startsWith(prefix))
        .map((path) => path.slice(prefix.length).split("/")[0] ?? "")
      return [...new Set(names)].toSorted()
    },
    realPath: async (path) => real(path),
    copyFolder: async ({ from, to, skip }) => {
      const copied = [...contents].filter(
        ([path]) =>
          path.startsWith(`${from}/`) &&
          !path
            .slice(from.length)
            .split("/")
            .some((name) => skip.includes(name)),
      )
      for (const [path, content] of copied) contents.set(`${to}${path.slice(from.length)}`, content)
      return { status: "copied" }
    },
    createExclusively: async (path, text) => {
      if (contents.has(path)) return { status: "exists" }
      const reason = Object.entries(unwritable).find(([at]) => `${path}/`.startsWith(`${at}/`))?.[1]
      if (reason !== undefined) return { status: "failed", reason }
      contents.set(path, text)
      return { status: "created" }
    },
    digestFolder: async (folder, skip) => {
      const within = [...contents]
        .filter(([path]) => path.startsWith(`${folder}/`))
        .map(([path, content]) => [path.slice(folder.length + 1), content] as const)
        .filter(([path]) => !path.split("/").some((name) => skip.includes(name)))
      const hash = createHash("sha256")
      for (const [path, content] of within.toSorted(([a], [b]) => (a < b ? -1 : 1)))
        hash.update(`${path}\0`).update(encoded(content)).update("\0")
      return hash.digest("hex")
    },
    remove: async (path) => {
      const gone = [...contents.keys()].filter((known) => `${known}/`.startsWith(`${path}/`))
      for (const known of gone) contents.delete(known)
    },
    writeAll: async (files): Promise<WriteOutcome> => {
      const failure = (reasons: Readonly<Record<string, string>>) =>
        files.flatMap(({ path }) => {
          const found = Object.entries(reasons).find(([at]) => `${path}/`.startsWith(`${at}/`))
          return found === undefined ? [] : [{ path, reason: found[1] }]
        })[0]
      const unstaged = failure(unwritable)
      if (unstaged !== undefined) return { status: "failed", ...unstaged, replaced: [] }
      const unplaced = failure(unplaceable)
      const replaced: string[] = []
      for (const { path, text, readableBy } of files) {
        if (path === unplaced?.path) return { status: "failed", ...unplaced, replaced }
        contents.set(path, text)
        if (readableBy === "owner") ownerOnly.add(path)
        replaced.push(path)
      }
      return { status: "written" }
    },
  }
}

function followed(path: string, links: Readonly<Record<string, string>>): string {
  const target = links[path]
  if (target !== undefined) return followed(target, links)
  const parent = dirname(path)
  if (parent === path) return path
  const realParent = followed(parent, links)
  return realParent === parent ? path : followed(`${realParent}/${path.split("/").at(-1)}`, links)
}

function encoded(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content
}

function decoded(content: string | Uint8Array | undefined): string | undefined {
  return content === undefined ? undefined : new TextDecoder().decode(encoded(content))
}

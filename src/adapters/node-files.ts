import {
  cp,
  link,
  mkdir,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import type {
  AppendOutcome,
  CopyOutcome,
  CreateOutcome,
  FileContent,
  Files,
  FolderCopy,
  PathKind,
  TextFile,
  WriteOutcome,
} from "../ports/files.ts"

/** The file system of this machine. */
export const nodeFiles: Files = {
  read,
  inspect,
  list,
  realPath,
  writeAll,
  copyFolder,
  createExclusively,
  append,
  digestFolder,
  remove,
}

async function read(path: string): Promise<FileContent> {
  try {
    return { status: "read", bytes: await readFile(path) }
  } catch (error) {
    const code = codeOf(error)
    return code === "ENOENT" || code === "ENOTDIR"
      ? { status: "missing" }
      : { status: "unreadable", reason: reasonFor(error) }
  }
}

async function append(path: string, text: string): Promise<AppendOutcome> {
  try {
    await mkdir(dirname(path), { recursive: true })
    const file = await open(path, "a")
    try {
      await file.writeFile(text)
      await file.datasync()
    } finally {
      await file.close()
    }
    return { status: "appended" }
  } catch (error) {
    return { status: "failed", reason: reasonFor(error) }
  }
}

async function inspect(path: string): Promise<PathKind> {
  try {
    const found = await stat(path)
    if (found.isDirectory()) return "folder"
    return found.isFile() ? "file" : "other"
  } catch (error) {
    const code = codeOf(error)
    return code === "ENOENT" || code === "ENOTDIR" ? "missing" : "unreadable"
  }
}

async function list(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).toSorted()
  } catch {
    return []
  }
}

async function realPath(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(await realPath(parent), basename(path))
  }
}

interface StagedFile extends TextFile {
  readonly staged: string
}

async function writeAll(files: readonly TextFile[]): Promise<WriteOutcome> {
  const staged = files.map((file) => Object.assign({ staged: stagedPath(file.path) }, file))
  const unstaged = await firstFailure(staged, async (part) => {
    await mkdir(dirname(part.staged), { recursive: true })
    const mode = part.readableBy === "owner" ? 0o600 : 0o666
    await writeFile(part.staged, part.text, { flag: "wx", mode })
  })
  if (unstaged !== undefined) {
    await discard(staged.map((part) => part.staged))
    return { status: "failed", ...unstaged, replaced: [] }
  }
  const replaced: string[] = []
  const unplaced = await firstFailure(staged, async (part) => {
    await rename(part.staged, part.path)
    replaced.push(part.path)
  })
  if (unplaced === undefined) return { status: "written" }
  await discard(staged.map((part) => part.staged))
  return { status: "failed", ...unplaced, replaced: replaced.toSorted() }
}

/** Files worked on at a time: enough to keep a disk busy, few enough for the limit of open files. */
const atATime = 32

/** Does the work for all, some at a time, and stops after the group in which one failed. */
async function firstFailure(
  parts: readonly StagedFile[],
  work: (part: StagedFile) => Promise<void>,
): Promise<{ readonly path: string; readonly reason: string } | undefined> {
  for (let start = 0; start < parts.length; start += atATime) {
    const group = parts.slice(start, start + atATime)
    const outcomes = await Promise.allSettled(group.map(work))
    const failed = outcomes.findIndex(({ status }) => status === "rejected")
    const outcome = outcomes[failed]
    if (outcome?.status === "rejected")
      return { path: group[failed]?.path ?? "", reason: reasonFor(outcome.reason) }
  }
  return undefined
}

function stagedPath(path: string): string {
  return join(dirname(path), `.${basename(path)}.${crypto.randomUUID()}.tmp`)
}

async function copyFolder({ from, to, skip }: FolderCopy): Promise<CopyOutcome> {
  try {
    const filter = (source: string) => !skip.includes(basename(source))
    await mkdir(to, { recursive: true })
    // Name by name: Node refuses to copy a folder into one inside of it, also where that one is skipped.
    for (const name of (await readdir(from)).filter(filter))
      await cp(join(from, name), join(to, name), {
        recursive: true,
        filter,
        verbatimSymlinks: true,
      })
    return { status: "copied" }
  } catch (error) {
    return { status: "failed", path: to, reason: reasonFor(error) }
  }
}

async function createExclusively(path: string, text: string): Promise<CreateOutcome> {
  const staged = stagedPath(path)
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(staged, text, { flag: "wx" })
  } catch (error) {
    await discard([staged])
    return { status: "failed", reason: reasonFor(error) }
  }
  try {
    // Unlike opening a new file, this puts the whole content there at once.
    await link(staged, path)
    return { status: "created" }
  } catch (error) {
    if (codeOf(error) === "EEXIST") return { status: "exists" }
    return { status: "failed", reason: reasonFor(error) }
  } finally {
    await discard([staged])
  }
}

async function digestFolder(folder: string, skip: readonly string[]): Promise<string> {
  const { createHash } = await import("node:crypto")
  const hash = createHash("sha256")
  for (const path of await filesBelow(folder, skip)) {
    const content = await readFile(join(folder, path))
    hash.update(`${path}\0${content.length}\0`).update(content)
  }
  return hash.digest("hex")
}

/** Paths of all ordinary files, relative to the folder, in a stable order. */
async function filesBelow(folder: string, skip: readonly string[]): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const paths = await Promise.all(
    entries
      .filter(({ name }) => !skip.includes(name))
      .map(async (entry): Promise<readonly string[]> => {
        if (entry.isFile()) return [entry.name]
        if (!entry.isDirectory()) return []
        const inner = await filesBelow(join(folder, entry.name), skip)
        return inner.map((path) => `${entry.name}/${path}`)
      }),
  )
  return paths.flat().toSorted()
}

async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true })
}

/** A staged file that could not even be made cannot be removed either. */
async function discard(staged: readonly string[]): Promise<void> {
  await Promise.allSettled(staged.map((path) => rm(path, { force: true })))
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is a file",
  EEXIST: "a part of its path is a file",
  ELOOP: "its symbolic links go round in a circle",
  ENAMETOOLONG: "its name is too long",
}

function reasonFor(error: unknown): string {
  const code = codeOf(error)
  return reasons[code] ?? (error instanceof Error ? error.message : String(error))
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : ""
}

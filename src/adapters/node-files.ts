import { randomUUID } from "node:crypto"
import { mkdir, open, readdir, readFile, realpath, rename, rm, stat } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import type { Files, FileContent, PathKind, TextFile, WriteOutcome } from "../ports/files.ts"

/** The file system of this machine. */
export const nodeFiles: Files = { read, inspect, list, realPath, writeAll }

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

interface StagedFile {
  readonly path: string
  readonly staged: string
}

async function writeAll(files: readonly TextFile[]): Promise<WriteOutcome> {
  const staged: StagedFile[] = []
  for (const file of files) {
    const part = { path: file.path, staged: stagedPath(file.path) }
    staged.push(part)
    try {
      await stage(part.staged, file.text)
    } catch (error) {
      await discard(staged)
      return { status: "failed", path: file.path, reason: reasonFor(error), replaced: [] }
    }
  }
  const replaced: string[] = []
  for (const part of staged) {
    try {
      await rename(part.staged, part.path)
      replaced.push(part.path)
    } catch (error) {
      await discard(staged)
      return { status: "failed", path: part.path, reason: reasonFor(error), replaced }
    }
  }
  return { status: "written" }
}

function stagedPath(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`)
}

/** The data is on disk before the rename, so that a crash leaves the old file or the new one. */
async function stage(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const handle = await open(path, "wx")
  try {
    await handle.writeFile(text)
    await handle.datasync()
  } finally {
    await handle.close()
  }
}

/** A staged file that could not even be made cannot be removed either. */
async function discard(staged: readonly StagedFile[]): Promise<void> {
  await Promise.allSettled(staged.map((part) => rm(part.staged, { force: true })))
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

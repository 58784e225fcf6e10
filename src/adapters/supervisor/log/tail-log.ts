import { type FileHandle, open } from "node:fs/promises"
import { logFiles } from "./log-files.ts"

/** A log file that stays the same one while it is moved aside by rotation. */
export interface OpenLog {
  readonly handle: FileHandle
  readonly inode: bigint
}

export interface Tail {
  readonly lines: readonly string[]
  /** The newest file, with the place up to which `lines` goes; to be closed by who gets it. */
  readonly newest: (OpenLog & { readonly position: number }) | undefined
}

export async function tailLog(folder: string, lines: number): Promise<readonly string[]> {
  const tail = await readTail(folder, lines)
  await tail.newest?.handle.close()
  return tail.lines
}

export async function readTail(folder: string, count: number): Promise<Tail> {
  const [newest, ...older] = await openLogs(folder)
  if (newest === undefined) return { lines: [], newest: undefined }
  const { lines, end } = await lastLines(newest, count)
  const blocks = [lines]
  for (const log of older) {
    const missing = count - blocks.flat().length
    if (missing > 0) blocks.unshift((await lastLines(log, missing)).lines)
    await log.handle.close()
  }
  return { lines: blocks.flat(), newest: { ...newest, position: end } }
}

export async function openLog(path: string): Promise<OpenLog | undefined> {
  try {
    const handle = await open(path, "r")
    const { ino } = await handle.stat({ bigint: true })
    return { handle, inode: ino }
  } catch {
    return undefined
  }
}

/** Newest first. A rotation in between shows one file under two names. */
async function openLogs(folder: string): Promise<readonly OpenLog[]> {
  const found: OpenLog[] = []
  for (const path of logFiles(folder)) {
    const log = await openLog(path)
    if (log === undefined) continue
    if (found.some(({ inode }) => inode === log.inode)) await log.handle.close()
    else found.push(log)
  }
  return found
}

const blockBytes = 64 * 1024
const newLine = 0x0a

interface LastLines {
  readonly lines: readonly string[]
  /** Where the last whole line ends. */
  readonly end: number
}

/** Reads backwards, as much as the lines take. What follows the last end of a line is not a line yet. */
async function lastLines({ handle }: OpenLog, count: number): Promise<LastLines> {
  let start = (await handle.stat()).size
  const blocks: Buffer[] = []
  for (let ends = 0; start > 0 && ends <= count; ends += countLines(blocks[0])) {
    const from = Math.max(0, start - blockBytes)
    const block = Buffer.alloc(start - from)
    await handle.read(block, 0, block.length, from)
    blocks.unshift(block)
    start = from
  }
  const text = Buffer.concat(blocks)
  const end = text.lastIndexOf(newLine) + 1
  const lines = text.toString("utf8", 0, end).split("\n").slice(0, -1)
  return { lines: count > 0 ? lines.slice(-count) : [], end: start + end }
}

function countLines(text: Buffer | undefined): number {
  let count = 0
  for (let at = text?.indexOf(newLine) ?? -1; at >= 0; at = text?.indexOf(newLine, at + 1) ?? -1)
    count++
  return count
}

import { type FileHandle, stat } from "node:fs/promises"
import { setTimeout as sleep } from "node:timers/promises"
import type { FollowOptions } from "../../../ports/supervisor.ts"
import { logFiles } from "./log-files.ts"
import { openLog, type OpenLog, readTail } from "./tail-log.ts"

/** How often to look for new lines. Watching files costs less but is not to be relied on everywhere. */
const lookMs = 100

export async function* followLog(
  folder: string,
  { lines, signal }: FollowOptions,
): AsyncGenerator<string, void> {
  const tail = await readTail(folder, lines)
  let log = tail.newest === undefined ? undefined : readingFrom(tail.newest, tail.newest.position)
  try {
    yield* tail.lines
    while (!signal.aborted) {
      yield* log?.newLines(signal) ?? []
      const next = await nextLog(folder, log?.inode)
      if (next !== undefined) {
        // It was moved aside before we saw the next one, so nothing is added to it any more.
        yield* log?.newLines(signal) ?? []
        await log?.close()
        log = readingFrom(next, 0)
      } else if (await isThere(folder)) await pause(signal)
      else return
    }
  } finally {
    await log?.close()
  }
}

interface Reading {
  readonly inode: bigint
  /** All whole lines from where the last call stopped to the end of the file. */
  readonly newLines: (signal: AbortSignal) => AsyncGenerator<string, void>
  readonly close: () => Promise<void>
}

function readingFrom({ handle, inode }: OpenLog, start: number): Reading {
  let position = start
  const block = Buffer.alloc(256 * 1024)
  async function* newLines(signal: AbortSignal): AsyncGenerator<string, void> {
    // Somebody emptied it.
    if (position > (await handle.stat()).size) position = 0
    while (!signal.aborted) {
      const text = await wholeLines(handle, block, position)
      if (text === undefined) return
      position += text.length
      yield* text.toString("utf8").replace(/\n$/, "").split("\n")
    }
  }
  return { inode, newLines, close: () => handle.close() }
}

/** No line of a supervisor is longer than the block; of anybody else's, a part is taken for a line. */
async function wholeLines(
  handle: FileHandle,
  block: Buffer,
  position: number,
): Promise<Buffer | undefined> {
  const { bytesRead } = await handle.read(block, 0, block.length, position)
  const end = block.subarray(0, bytesRead).lastIndexOf("\n") + 1
  if (end > 0) return block.subarray(0, end)
  return bytesRead === block.length ? block : undefined
}

/**
 * The file that follows the one of this inode; undefined while there is none. Looking from new to old never misses a
 * file that is being moved aside, as each only moves towards old. A file that is not found was rotated away: then the
 * oldest that is left follows it.
 */
async function nextLog(folder: string, inode: bigint | undefined): Promise<OpenLog | undefined> {
  let newer: string | undefined
  let expected: bigint | undefined
  for (const path of logFiles(folder)) {
    const found = await inodeOf(path)
    if (found === undefined) continue
    if (found === inode) break
    newer = path
    expected = found
  }
  if (newer === undefined) return undefined
  const log = await openLog(newer)
  if (log === undefined || log.inode === expected) return log
  // Moved aside between the two looks: the next look finds it.
  await log.handle.close()
  return undefined
}

async function inodeOf(path: string): Promise<bigint | undefined> {
  try {
    return (await stat(path, { bigint: true })).ino
  } catch {
    return undefined
  }
}

async function isThere(folder: string): Promise<boolean> {
  try {
    return (await stat(folder)).isDirectory()
  } catch {
    return false
  }
}

async function pause(signal: AbortSignal): Promise<void> {
  try {
    await sleep(lookMs, undefined, { signal })
  } catch {
    return
  }
}

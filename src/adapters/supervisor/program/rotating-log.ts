import { closeSync, fstatSync, openSync, readSync, renameSync, writeSync } from "node:fs"
import { logFiles } from "../log/log-files.ts"
import { codeOf } from "../failure.ts"

/**
 * Writes whole lines. Each file grows up to `maxBytes` (a single longer line goes into a file of its own) and is then
 * moved aside; the oldest goes.
 *
 * Everything is synchronous: while the disk is busy nothing is read from the process, which then waits itself, and
 * memory stays flat.
 */
export interface RotatingLog {
  readonly write: (lines: Buffer) => void
  /** How much the disk did not take. */
  readonly droppedBytes: () => number
}

export function rotatingLog(folder: string, maxBytes: number): RotatingLog {
  let file: OpenFile | undefined
  let dropped = 0

  const fileFor = (piece: Buffer): OpenFile => {
    file ??= open(folder)
    if (file.size > 0 && file.size + piece.length > maxBytes) {
      const full = file
      file = undefined
      closeSync(full.descriptor)
      moveAside(folder)
      file = open(folder)
    }
    return file
  }

  const writtenBytes = (piece: Buffer): number => {
    try {
      return append(fileFor(piece), piece)
    } catch {
      return 0
    }
  }

  const write = (lines: Buffer) => {
    for (let rest = lines; rest.length > 0;) {
      const piece = rest.subarray(0, pieceLength(rest, maxBytes - (file?.size ?? 0), maxBytes))
      rest = rest.subarray(piece.length)
      dropped += piece.length - writtenBytes(piece)
    }
  }
  return { write, droppedBytes: () => dropped }
}

interface OpenFile {
  readonly descriptor: number
  size: number
  /** Its last byte is the end of a line. */
  whole: boolean
}

const newLine = 0x0a

function open(folder: string): OpenFile {
  const [path = ""] = logFiles(folder)
  const descriptor = openSync(path, "a+", 0o600)
  const { size } = fstatSync(descriptor)
  const last = Buffer.alloc(1)
  if (size > 0) readSync(descriptor, last, 0, 1, size - 1)
  return { descriptor, size, whole: size === 0 || last[0] === newLine }
}

/**
 * Answers with how much of the piece could be written. A write that fails in the middle leaves a torn line; the next
 * one begins a new line.
 */
function append(file: OpenFile, piece: Buffer): number {
  if (!file.whole) {
    file.size += writeSync(file.descriptor, "\n")
    file.whole = true
  }
  for (let done = 0; done < piece.length;) {
    const written = tryWrite(file.descriptor, piece.subarray(done))
    if (written === 0) return done
    done += written
    file.size += written
    file.whole = piece[done - 1] === newLine
  }
  return piece.length
}

function tryWrite(descriptor: number, bytes: Buffer): number {
  try {
    return writeSync(descriptor, bytes)
  } catch {
    return 0
  }
}

/** The oldest first, so that nothing is overwritten but the very oldest. */
function moveAside(folder: string): void {
  const paths = logFiles(folder).toReversed()
  for (const [index, older] of paths.entries()) {
    const newer = paths[index + 1]
    if (newer !== undefined) moveIfThere(newer, older)
  }
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error
  }
}

/** As many whole lines as there is room for; where not even one fits, as many as fit into a new file, but one at least. */
function pieceLength(lines: Buffer, room: number, maxBytes: number): number {
  if (lines.length <= room) return lines.length
  const fitting = lengthWithin(lines, room) || lengthWithin(lines, maxBytes)
  return fitting > 0 ? fitting : lines.indexOf(newLine) + 1
}

function lengthWithin(lines: Buffer, room: number): number {
  return room > 0 ? lines.lastIndexOf(newLine, room - 1) + 1 : 0
}

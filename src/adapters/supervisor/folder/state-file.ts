import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { ExitReason, ProcessExit } from "../../../ports/supervisor.ts"
import { stateName } from "./claim.ts"
import { codeOf, reasonFor } from "../failure.ts"
import { isFields, isOneOf, isProcessExit } from "../from-json.ts"
import type { ProcessIdentity } from "../process-table.ts"

/** What a supervisor last said about its process. */
export interface StateRecord {
  readonly label: string
  readonly restarts: number
  readonly droppedLogBytes: number
  readonly phase: Phase
}

export type Phase =
  | { readonly status: "starting" }
  | {
      readonly status: "running"
      readonly child: ProcessIdentity
      readonly startedAtMs: number
    }
  | {
      readonly status: "restarting"
      readonly lastExit: ProcessExit
      readonly nextTryAtMs: number
    }
  | {
      readonly status: "exited"
      readonly why: ExitReason
      /** Null: unknown. */
      readonly exit: ProcessExit | null
      readonly endedAtMs: number
    }

export type StateReading =
  | { readonly status: "read"; readonly record: StateRecord }
  | { readonly status: "missing" }
  /** `reason` completes "cannot be read: …". */
  | { readonly status: "unreadable"; readonly reason: string }

const schema = "aidep/supervised-process@1"

/** Files of one size can take each other's place where there is room for no more. */
const fileBytes = 2_048

/**
 * Replaces the file as a whole. Where the disk is full it is overwritten in place, which needs no room; a reader then
 * finds it cut off if the machine stops in that instant. Throws what the file system throws, with the old file intact.
 */
export function writeState(folder: string, claimNumber: number, record: StateRecord): void {
  const path = join(folder, stateName(claimNumber))
  const text = JSON.stringify({ schema, ...record }, null, 2)
  const bytes = Buffer.from(`${text.padEnd(fileBytes - 1)}\n`)
  try {
    writeFileSync(`${path}.new`, bytes, { mode: 0o600 })
    renameSync(`${path}.new`, path)
  } catch (error) {
    rmSync(`${path}.new`, { force: true, recursive: true })
    if (codeOf(error) !== "ENOSPC" || sizeOf(path) !== bytes.length) throw error
    writeFileSync(path, bytes, { flag: "r+" })
  }
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size
}

export function readState(folder: string, claimNumber: number): StateReading {
  let text: string
  try {
    text = readFileSync(join(folder, stateName(claimNumber)), "utf8")
  } catch (error) {
    return codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR"
      ? { status: "missing" }
      : { status: "unreadable", reason: reasonFor(error) }
  }
  return parseState(text)
}

function parseState(text: string): StateReading {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { status: "unreadable", reason: "it is not whole" }
  }
  if (!isFields(value)) return { status: "unreadable", reason: "it is not a state file" }
  if (value["schema"] !== schema)
    return { status: "unreadable", reason: `its "schema" is not "${schema}"` }
  const { label, restarts, droppedLogBytes, phase } = value
  const complete =
    typeof label === "string" &&
    typeof restarts === "number" &&
    typeof droppedLogBytes === "number" &&
    isPhase(phase)
  return complete
    ? { status: "read", record: { label, restarts, droppedLogBytes, phase } }
    : { status: "unreadable", reason: "a part of it is missing" }
}

function isPhase(value: unknown): value is Phase {
  if (!isFields(value)) return false
  switch (value["status"]) {
    case "starting":
      return true
    case "running":
      return isIdentity(value["child"]) && typeof value["startedAtMs"] === "number"
    case "restarting":
      return isProcessExit(value["lastExit"]) && typeof value["nextTryAtMs"] === "number"
    case "exited":
      return (
        isOneOf(value["why"], ["ended", "gave-up", "stopped", "not-startable"]) &&
        (value["exit"] === null || isProcessExit(value["exit"])) &&
        typeof value["endedAtMs"] === "number"
      )
    default:
      return false
  }
}

function isIdentity(value: unknown): value is ProcessIdentity {
  return isFields(value) && isPid(value["pid"]) && typeof value["started"] === "string"
}

/** Anything else would mean other processes to `kill`: 0 and -1 stand for many. */
function isPid(value: unknown): boolean {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 1
}

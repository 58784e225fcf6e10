import { mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { codeOf } from "../failure.ts"
import type { ProcessIdentity } from "../process-table.ts"

/**
 * A folder belongs to the supervisor with the highest claim for as long as that one lives. A claim is a symbolic link
 * that leads nowhere: making one is atomic, content included, and needs no room on a full disk.
 *
 * The highest claim is never removed, only followed by a higher one, so that two who find the same dead supervisor
 * cannot both succeed it.
 */
export interface Claim {
  readonly number: number
  readonly supervisor: ProcessIdentity
  /** Marks the environment of what this supervisor starts. */
  readonly run: string
}

/** The claim that counts; undefined where nobody ever claimed the folder. */
export function highestClaim(folder: string): Claim | undefined {
  const number = claimNumbers(folder)[0]
  return number === undefined ? undefined : readClaim(folder, number)
}

/**
 * Claims the folder after `previous`, whose supervisor must be dead. Undefined when somebody else was faster.
 * Throws what the file system throws.
 */
export function succeed(
  folder: string,
  previous: Claim | undefined,
  own: Omit<Claim, "number">,
): Claim | undefined {
  const claim = { ...own, number: (previous?.number ?? 0) + 1 }
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  try {
    symlinkSync(target(claim), join(folder, claimName(claim.number)))
  } catch (error) {
    if (codeOf(error) === "EEXIST") return undefined
    throw error
  }
  // A number becomes free again only after a higher one was claimed.
  return claimNumbers(folder)[0] === claim.number ? claim : undefined
}

/** Whether the folder is still there and still ours. An unreadable folder is no proof that it is not. */
export function holds(folder: string, claim: Claim): boolean {
  try {
    return readlinkSync(join(folder, claimName(claim.number))) === target(claim)
  } catch (error) {
    return !["ENOENT", "ENOTDIR", "EINVAL"].includes(codeOf(error))
  }
}

/** Removes what earlier supervisors left behind: their claims and their last words. */
export function removeEarlier(folder: string, claim: Claim): void {
  for (const number of claimNumbers(folder).filter((found) => found < claim.number)) {
    for (const name of [claimName(number), stateName(number)])
      rmSync(join(folder, name), { force: true })
  }
}

/** Each supervisor writes a file of its own, so that a late word of one never hides another. */
export function stateName(claimNumber: number): string {
  return `state.${claimNumber}.json`
}

function claimName(number: number): string {
  return `claim.${number}`
}

function claimNumbers(folder: string): readonly number[] {
  return namesIn(folder)
    .flatMap((name) => /^claim\.([1-9]\d{0,8})$/.exec(name)?.[1] ?? [])
    .map(Number)
    .toSorted((a, b) => b - a)
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function target({ supervisor, run }: Omit<Claim, "number">): string {
  return [supervisor.pid, run, encodeURIComponent(supervisor.started)].join("/")
}

/** A claim that aidep did not write belongs to nobody who could be alive. */
function readClaim(folder: string, number: number): Claim {
  const [pid, run, started] = linkTarget(join(folder, claimName(number))).split("/")
  const known = /^[1-9]\d*$/.test(pid ?? "") && started !== undefined && run !== undefined
  if (!known) return { number, supervisor: { pid: 0, started: "" }, run: "" }
  return { number, supervisor: { pid: Number(pid), started: decoded(started) }, run }
}

function linkTarget(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ""
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ""
  }
}

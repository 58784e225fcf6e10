import * as z from "zod"
import type { ResourceAddress } from "../plan/resource.ts"
import { isProvenVerdict, type Release, releaseSchema } from "./state.ts"

const entrySchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("begin"),
    at: z.string(),
    command: z.string(),
    /** Owner of the lock. */
    by: z.string(),
  }),
  /** Written before the call that may change something. */
  z.object({
    type: z.literal("intent"),
    at: z.string(),
    address: z.string(),
    provider: z.string(),
    change: z.enum(["create", "update", "replace", "remove"]),
  }),
  z.object({
    type: z.literal("outcome"),
    at: z.string(),
    address: z.string(),
    provider: z.string(),
    change: z.enum(["create", "update", "replace", "remove"]),
    status: z.enum(["applied", "failed", "removed"]),
    /** The platform's id of what was made. */
    id: z.string().optional(),
  }),
  /** Written before the history, which can be put together again from it. */
  z.object({ type: z.literal("release"), at: z.string(), release: releaseSchema }),
  z.object({ type: z.literal("end"), at: z.string(), status: z.string() }),
])

/** One line of what a run did. Holds no value of a variable and no secret. */
export type JournalEntry = z.output<typeof entrySchema>

/** Entries of a journal. A line that is not one, as the last one of a run that was killed, is left out. */
export function parseJournal(text: string): readonly JournalEntry[] {
  return text.split("\n").flatMap((line) => {
    try {
      const parsed = entrySchema.safeParse(JSON.parse(line))
      return parsed.success ? [parsed.data] : []
    } catch {
      return []
    }
  })
}

/** Ids of what was made and not removed, by platform and address. */
export type KnownIds = ReadonlyMap<string, ReadonlyMap<ResourceAddress, string>>

/** What the journal of the last run tells. */
export interface JournalSummary {
  /** False when the run was killed. */
  readonly ended: boolean
  readonly known: KnownIds
  /** Changes that were begun and of which nobody knows how they came out. */
  readonly open: readonly Extract<JournalEntry, { readonly type: "intent" }>[]
}

export function summarizeJournal(entries: readonly JournalEntry[]): JournalSummary {
  const ids = new Map<string, Outcome>()
  const open = new Map<string, Extract<JournalEntry, { readonly type: "intent" }>>()
  let ended = true
  for (const entry of entries) {
    if (entry.type === "release") continue
    if (entry.type === "begin" || entry.type === "end") {
      ended = entry.type === "end"
      continue
    }
    const place = `${entry.provider} ${entry.address}`
    if (entry.type === "intent") {
      open.set(place, entry)
      continue
    }
    open.delete(place)
    noteId(ids, entry)
  }
  return {
    ended,
    known: knownIds(ids.values()),
    open: [...open.values()],
  }
}

function knownIds(outcomes: Iterable<Outcome>): KnownIds {
  const byProvider = Map.groupBy(outcomes, ({ provider }) => provider)
  return new Map(
    [...byProvider].map(([provider, made]) => [
      provider,
      new Map(made.map(({ address, id = "" }) => [address, id])),
    ]),
  )
}

type Outcome = Extract<JournalEntry, { readonly type: "outcome" }>

/** Of each place: what moved to another platform is made there before it is removed here. */
function noteId(ids: Map<string, Outcome>, entry: Outcome): void {
  const { address, provider, status, id } = entry
  const place = `${provider} ${address}`
  if (status === "removed") ids.delete(place)
  if (status === "applied" && id !== undefined) ids.set(place, entry)
}

/** Releases that the journal tells of, oldest first. */
export function journalReleases(entries: readonly JournalEntry[]): readonly Release[] {
  const found = entries.flatMap((entry) => (entry.type === "release" ? [entry.release] : []))
  return [...new Map(found.map((release) => [release.id, release])).values()]
}

/** Releases that are kept when a journal is shortened, beside the newest proven one. */
const keptReleases = 10

/**
 * A shorter journal that tells the same: of each resource only how it stands, and the newest releases. Undefined where
 * there is little to leave out.
 */
export function shortened(entries: readonly JournalEntry[]): readonly JournalEntry[] | undefined {
  const kept = new Set([...lastSteps(entries), ...lastReleases(entries), ...lastFrame(entries)])
  return entries.length - kept.size < worthwhile
    ? undefined
    : entries.filter((one) => kept.has(one))
}

const worthwhile = 100

/** The newest entry of each resource, and the last that gave it an id where that still counts. */
function lastSteps(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const kept = new Map<string, readonly JournalEntry[]>()
  const ids = new Map<string, Outcome>()
  for (const entry of entries) {
    if (entry.type !== "intent" && entry.type !== "outcome") continue
    kept.set(`${entry.provider} ${entry.address}`, entry.type === "intent" ? [entry] : [])
    if (entry.type === "outcome") noteId(ids, entry)
  }
  return [...[...kept.values()].flat(), ...ids.values()]
}

function lastReleases(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const all = entries.filter((entry) => entry.type === "release")
  const proven = all.findLast(({ release }) => isProvenVerdict(release.verdict))
  return [...(proven === undefined ? [] : [proven]), ...all.slice(-keptReleases)]
}

/** Tells whether the last run came to its end. */
function lastFrame(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const last = entries.findLast(({ type }) => type === "begin" || type === "end")
  return last === undefined ? [] : [last]
}

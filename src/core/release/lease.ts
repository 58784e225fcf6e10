import * as z from "zod"

/** A holder says that it lives so often. */
export const renewEveryMs = 15_000

/** Whoever has said nothing for so long has lost the lock to the next who wants it. */
export const leaseMs = 60_000

const holderSchema = z.object({
  schema: z.literal("aidep/lock@1"),
  /** Made up anew for each holder. */
  owner: z.string(),
  host: z.string(),
  process: z.number(),
  /** Address of the pipeline's run that it is part of. */
  run: z.string().optional(),
  /** The command. */
  reason: z.string(),
  since: z.string(),
  /** When it last said that it lives, by its own clock. */
  heartbeat: z.string(),
  leaseMs: z.number().positive(),
})

const releasedSchema = z.object({ released: z.literal(true) })

/** Who holds the lock of an environment. */
export type Holder = z.output<typeof holderSchema>

/** `unknown`: of a later version of aidep, so that nobody can tell who holds it. */
export type ParsedLock =
  | { readonly status: "held"; readonly holder: Holder }
  | { readonly status: "free" }
  | { readonly status: "unknown" }

/** What cannot be read is free: a lock is written as a whole, so something else has damaged it. */
export function parseLock(text: string): ParsedLock {
  const data = dataOf(text)
  const holder = holderSchema.safeParse(data)
  if (holder.success) return { status: "held", holder: holder.data }
  const later = z.object({ schema: z.string().startsWith("aidep/lock@") }).safeParse(data)
  const released = releasedSchema.safeParse(data).success
  return later.success && !released && later.data.schema !== "aidep/lock@1"
    ? { status: "unknown" }
    : { status: "free" }
}

function dataOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function releasedText({ owner, since }: Holder): string {
  return JSON.stringify({ schema: "aidep/lock@1", released: true, owner, since })
}

/** What somebody who wants the lock knows of its holder. */
export interface Observation {
  readonly nowMs: number
  /** True where the holder's process was on this machine and is gone; undefined where nobody here can tell. */
  readonly gone: boolean | undefined
}

/**
 * `doubtful`: its sign of life is old, or of a time to come. Clocks of two machines differ and are set, so times alone
 * prove nothing: it has to be watched for a whole lease without a new sign before it may be taken over.
 */
export function judgeHolder(
  { heartbeat, leaseMs: durationMs }: Holder,
  { nowMs, gone }: Observation,
): "gone" | "alive" | "doubtful" {
  if (gone === true) return "gone"
  return Math.abs(nowMs - Date.parse(heartbeat)) < durationMs ? "alive" : "doubtful"
}

/** `deploy, process 7 on laptop, since 2026-11-21T10:00:00.000Z`; where it runs in a pipeline, its address. */
export function holderText({ reason, host, process, run, since }: Holder): string {
  return `${reason}, ${run ?? `process ${process} on ${host}`}, since ${since}`
}

export function isSameHolder(a: Holder, b: Holder): boolean {
  return a.owner === b.owner && a.host === b.host && a.process === b.process && a.since === b.since
}

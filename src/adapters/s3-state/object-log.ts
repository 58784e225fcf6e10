import type { AppendOutcome, StoredLog, StoredText, StoreFailure } from "../../ports/state-store.ts"
import type { Objects } from "./objects.ts"

export interface ObjectLog {
  readonly read: () => Promise<StoredLog>
  readonly append: (line: string) => Promise<AppendOutcome>
  readonly rewrite: (text: string) => Promise<AppendOutcome>
}

/**
 * A log as one object a line, `production.journal.jsonl/000000000012`, since objects cannot grow. The number tells the
 * order. One that ends with `.base` holds all that came before it.
 */
export function objectLog(objects: Objects, name: string): ObjectLog {
  const prefix = `${name}/`
  let next: Promise<number | StoreFailure> | undefined
  const take = async (): Promise<number | StoreFailure> => {
    const own = next ?? firstFree(objects, prefix)
    next = own.then((free) => (typeof free === "number" ? free + 1 : free))
    return await own
  }
  const add = async (text: string, ending: "" | typeof baseEnding): Promise<AppendOutcome> => {
    const own = await take()
    const outcome =
      typeof own === "number"
        ? await objects.put(`${prefix}${digits(own)}${ending}`, text, "none")
        : own
    if (outcome.status === "written") return { status: "appended" }
    // What the store holds has to be looked at again.
    next = undefined
    return outcome.status === "failed" ? outcome : await add(text, ending)
  }
  return {
    read: async () => await readAll(objects, prefix),
    append: async (line) => await add(`${line}\n`, ""),
    rewrite: async (text) => {
      const before = await objects.list(prefix)
      if (before.status === "failed") return before
      const outcome = await add(text, baseEnding)
      if (outcome.status === "failed") return outcome
      await inGroups(before.names, async (old) => await objects.remove(old))
      return outcome
    },
  }
}

const baseEnding = ".base"

async function firstFree(objects: Objects, prefix: string): Promise<number | StoreFailure> {
  const listed = await objects.list(prefix)
  if (listed.status === "failed") return listed
  const last = listed.names.at(-1) ?? ""
  return Number(/^\d+/.exec(last.slice(prefix.length))?.[0] ?? 0) + 1
}

function digits(number: number): string {
  return String(number).padStart(12, "0")
}

async function readAll(objects: Objects, prefix: string): Promise<StoredLog> {
  const listed = await objects.list(prefix)
  if (listed.status === "failed") return listed
  const base = listed.names.findLastIndex((name) => name.endsWith(baseEnding))
  const texts = await inGroups(listed.names.slice(Math.max(0, base)), objects.get)
  const failure = texts.find(isFailed)
  if (failure !== undefined) return failure
  return {
    status: "read",
    text: texts.map((stored) => (stored.status === "read" ? stored.text : "")).join(""),
  }
}

function isFailed(stored: StoredText): stored is StoreFailure {
  return stored.status === "failed"
}

/** Requests at a time. */
const atATime = 16

async function inGroups<T>(
  names: readonly string[],
  work: (name: string) => Promise<T>,
): Promise<readonly T[]> {
  const done: T[] = []
  for (let start = 0; start < names.length; start += atATime)
    done.push(...(await Promise.all(names.slice(start, start + atATime).map(work))))
  return done
}

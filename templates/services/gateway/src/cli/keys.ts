import { hash, randomBytes } from "node:crypto"
import { parseArgs } from "node:util"
import { scopes as knownScopes } from "../auth/caller.ts"
import {
  issueKey,
  type Minted,
  type Rights,
  revokeKey,
  revokeToken,
  rotateKey,
} from "../auth/issue.ts"
import { emptyBook, type KeyBook, parseBook, printBook } from "../auth/key-records.ts"
import type { KeyStorage } from "../auth/key-store.ts"
import { durationOf, listOf, rateOf, wholeNumber } from "../config/units.ts"
import { openKeyStorage } from "./open-key-storage.ts"

const usage = `keys issue --tenant NAME [--scopes inference,models] [--rate 100/60s] [--streams 8]
           [--tokens 100000] [--expires 90d]
keys rotate ID [--overlap 24h]
keys revoke ID | --jti JTI
keys list
All take [--store FILE|redis]; without it KEY_STORE says where the keys are.`

const wrongUsage = 2
const failed = 1

const options = {
  store: { type: "string" },
  tenant: { type: "string" },
  scopes: { type: "string", default: "inference,models" },
  rate: { type: "string" },
  streams: { type: "string" },
  tokens: { type: "string" },
  expires: { type: "string" },
  overlap: { type: "string", default: "24h" },
  jti: { type: "string" },
} as const

type Flags = { readonly [name in keyof typeof options]?: string | undefined }

/** What a command makes of the keys there are; a text is what is wrong with it. */
type Change = { readonly book?: KeyBook; readonly said: string } | string

/** `keys …`: prints what came of it and gives the exit code. */
export async function runKeys(args: readonly string[]): Promise<number> {
  const read = parse(args)
  if (typeof read === "string") return complain(`${read}\n${usage}`, wrongUsage)
  const { flags, positionals } = read
  const storage = await openKeyStorage(flags.store ?? process.env["KEY_STORE"], process.env)
  if (typeof storage === "string") return complain(storage, wrongUsage)
  try {
    return await change(storage, (book) => decide(positionals, flags, book))
  } catch (error) {
    return complain(`The key store cannot be used: ${String(error)}`, failed)
  } finally {
    storage.close()
  }
}

function parse(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    return { flags: values, positionals }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Begins anew where somebody else changed the store meanwhile. */
async function change(storage: KeyStorage, decideOn: (book: KeyBook) => Change): Promise<number> {
  for (;;) {
    const text = await storage.load()
    const made = decideOn(text === undefined ? emptyBook : parseBook(text))
    if (typeof made === "string") return complain(made, failed)
    const stored = made.book === undefined || (await storage.replace(text, printBook(made.book)))
    if (stored) {
      console.log(made.said)
      return 0
    }
  }
}

function decide([command = "", id = ""]: readonly string[], flags: Flags, book: KeyBook): Change {
  const nowMs = Date.now()
  switch (command) {
    case "issue": {
      const rights = rightsOf(flags, nowMs)
      if (typeof rights === "string") return rights
      const minted = mint()
      return { book: issueKey(book, rights, { minted, nowMs }), said: shown(minted) }
    }
    case "rotate": {
      const overlapMs = durationOf(flags.overlap ?? "")
      if (overlapMs === undefined) return '"--overlap" has to be a duration, such as 24h.'
      const minted = mint()
      const rotated = rotateKey(book, id, { minted, nowMs, overlapMs })
      return rotated === undefined ? missing(id) : { book: rotated, said: shown(minted) }
    }
    case "revoke":
      return revoke(id, flags.jti, { book, nowMs })
    case "list":
      return { said: listed(book, nowMs) }
    default:
      return usage
  }
}

function revoke(
  id: string,
  jti: string | undefined,
  { book, nowMs }: { readonly book: KeyBook; readonly nowMs: number },
): Change {
  if (jti !== undefined) return { book: revokeToken(book, jti), said: `Revoked the JWT "${jti}".` }
  const revoked = revokeKey(book, id, nowMs)
  return revoked === undefined ? missing(id) : { book: revoked, said: `Revoked the key "${id}".` }
}

function rightsOf(flags: Flags, nowMs: number): Rights | string {
  const { tenant = "", rate, streams, tokens, expires } = flags
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/i.test(tenant)) return '"--tenant" has to be a short name.'
  const scopes = listOf(flags.scopes ?? "")
  const unknown = scopes.find(
    (scope) => scope !== "*" && !knownScopes.some((each) => each === scope),
  )
  if (unknown !== undefined)
    return `There is no scope "${unknown}", only ${knownScopes.join(", ")}.`
  const number = wholeNumber(1, 1e12)
  const parsed = {
    rate: rate === undefined ? undefined : rateOf(rate),
    streams: streams === undefined ? undefined : number(streams),
    tokensPerDay: tokens === undefined ? undefined : number(tokens),
    lifeMs: expires === undefined ? undefined : durationOf(expires),
  }
  const asked = [rate, streams, tokens, expires]
  const wrong = Object.values(parsed).findIndex(
    (value, index) => value === undefined && asked[index] !== undefined,
  )
  if (wrong >= 0) return `"--${["rate", "streams", "tokens", "expires"][wrong]}" cannot be read.`
  const { lifeMs, ...limits } = parsed
  return { tenant, scopes, ...limits, expiresMs: lifeMs === undefined ? undefined : nowMs + lifeMs }
}

/** 256 random bits: nobody guesses them, and a fast hash is enough to keep them. */
function mint(): Minted {
  const id = randomBytes(4).toString("hex")
  const key = `gw_${id}_${randomBytes(32).toString("base64url")}`
  return { id, key, hash: hash("sha256", key) }
}

function shown({ id, key }: Minted): string {
  return JSON.stringify({ id, key })
}

function listed({ keys }: KeyBook, nowMs: number): string {
  const rows = keys.map(({ hash: _, ...key }) => ({ ...key, state: stateOf(key, nowMs) }))
  return JSON.stringify(rows, null, 2)
}

function stateOf(
  key: { revokedMs?: number | undefined; expiresMs?: number | undefined },
  nowMs: number,
) {
  if (key.revokedMs !== undefined) return "revoked"
  return key.expiresMs !== undefined && key.expiresMs <= nowMs ? "expired" : "valid"
}

function missing(id: string): string {
  return id === "" ? usage : `There is no key "${id}". "keys list" shows the ids.`
}

function complain(text: string, exitCode: number): number {
  console.error(text)
  return exitCode
}

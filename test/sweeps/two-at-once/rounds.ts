import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { appendFileSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createContext } from "../../../src/cli/context.ts"
import { openStore } from "../../../src/workflows/deploy/state/open-store.ts"
import { readHistory } from "../../../src/workflows/deploy/state/state-files.ts"
import { parseProject } from "../../../src/workflows/load-project.ts"
import { type S3Server, s3Server } from "../../support/s3-server.ts"
import { secrets, writeStack } from "../world.ts"

export const stores = ["local", "s3"] as const
export type StoreKind = (typeof stores)[number]

/** How one deploy of a round came out. */
export interface RoundEnd {
  readonly exit: number
  /** Code and message of its error. */
  readonly text: string
  /** Id of the release that it made. */
  readonly release: string | undefined
  /** True when another one was at work while it changed something. */
  readonly overlapped: boolean
}

export interface RoundsResult {
  readonly rounds: number
  /** Deploys that did their work. */
  readonly worked: number
  /** Deploys that were told who is at work. */
  readonly toldToWait: number
  readonly problems: readonly string[]
}

/** Two processes deploy one environment at the same moment, round after round, each round with another image. */
export async function twoAtOnce(
  kind: StoreKind,
  { rounds, stack }: { readonly rounds: number; readonly stack: string },
): Promise<RoundsResult> {
  const folder = mkdtempSync(join(tmpdir(), "aidep-two-"))
  const server = kind === "s3" ? await s3Server() : undefined
  const contenders = [contender(folder, stack, server), contender(folder, stack, server)]
  const pids = contenders.map(({ child }) => child.pid ?? 0)
  try {
    const ends: RoundEnd[] = []
    const problems: string[] = []
    for (let round = 0; round < rounds; round++) {
      const version = (round % hexadecimal).toString(hexadecimal)
      writeStack(folder, stack, version)
      appendFileSync(join(folder, "aidep.yaml"), stateOf(server))
      const both = await Promise.all(contenders.map(take))
      ends.push(...both)
      const made = ends.flatMap(({ release = [] }) => release)
      const wrong = [...both.flatMap((end) => problemsOf(end, pids)), ...noneWorked(both)]
      const stored = await storedProblems(folder, server, made)
      problems.push(...[...wrong, ...stored].map((text) => `round ${round}: ${text}`))
    }
    const worked = ends.filter(({ exit }) => exit === 0).length
    return { rounds, worked, toldToWait: ends.length - worked, problems }
  } finally {
    for (const { child } of contenders) child.kill()
    server?.stop()
    rmSync(folder, { recursive: true })
  }
}

const hexadecimal = 16

interface Contender {
  readonly child: ChildProcess
  /** Fails when the process ends by itself. */
  readonly ended: Promise<never>
}

function contender(folder: string, stack: string, server: S3Server | undefined): Contender {
  const program = join(import.meta.dirname, "contender.ts")
  const source = join(import.meta.dirname, "../../../bin/source.js")
  const child = spawn(process.execPath, ["--import", source, program, folder, stack], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: { PATH: process.env["PATH"], ...credentialsOf(server) },
  })
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`A deploying process ended with ${code}.`)
  })
  ended.catch(() => undefined)
  child.setMaxListeners(0)
  return { child, ended }
}

function credentialsOf(server: S3Server | undefined): Readonly<Record<string, string>> {
  if (server === undefined) return {}
  const { accessKeyId, secretAccessKey } = server.credentials
  return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey }
}

function stateOf(server: S3Server | undefined): string {
  return server === undefined
    ? ""
    : `state: { store: s3, bucket: ${server.bucket}, endpoint: "${server.endpoint}" }\n`
}

async function take({ child, ended }: Contender): Promise<RoundEnd> {
  child.send("go")
  const [end]: RoundEnd[] = await Promise.race([once(child, "message"), ended])
  if (end === undefined) throw new Error("A deploying process said nothing.")
  return end
}

const lockHeldExit = 75

function problemsOf({ exit, text, overlapped }: RoundEnd, pids: readonly number[]): string[] {
  const named = pids.some((pid) => text.includes(`deploy, process ${pid} on `))
  const told = exit === lockHeldExit && text.startsWith("deploy/lock-held") && named
  return [
    ...(overlapped ? ["two were at work at once"] : []),
    ...(exit === 0 || told ? [] : [`one ended with ${exit}: ${text}`]),
  ]
}

function noneWorked(both: readonly RoundEnd[]): readonly string[] {
  return both.some(({ exit }) => exit === 0) ? [] : ["none of the two worked"]
}

/** The history can be read and has every release that was made; nothing of what is stored holds a secret. */
async function storedProblems(
  folder: string,
  server: S3Server | undefined,
  made: readonly string[],
): Promise<readonly string[]> {
  const base = await createContext(folder)
  const variables = { ...base.variables, ...credentialsOf(server) }
  const context = { ...base, workingFolder: folder, variables }
  const { parsed } = await parseProject({ manifest: "aidep.yaml" }, context)
  const place = { folder, parsed, project: { environment: "production" } }
  const store = await openStore(place, context)
  const { state } = await readHistory(place, store)
  const journal = await store.readLog("production.journal.jsonl")
  const texts = JSON.stringify([state, journal, await store.readLock("production.lock")])
  const hidden = [...Object.values(secrets), ...Object.values(server?.credentials ?? {})]
  return [
    ...(isSame(
      state.releases.map(({ id }) => id),
      made.slice(-keptReleases),
    )
      ? []
      : [`recorded are not the ${made.length} releases that were made`]),
    ...(journal.status === "read" && journal.text.split("\n").every(isEntry)
      ? []
      : ["the journal is damaged"]),
    ...(hidden.some((secret) => texts.includes(secret)) ? ["a secret is stored"] : []),
  ]
}

/** The history keeps so many. */
const keptReleases = 100

/** In any order: of two that both worked in a round, nobody outside knows which was first. */
function isSame(recorded: readonly string[], made: readonly string[]): boolean {
  return JSON.stringify(recorded.toSorted()) === JSON.stringify(made.toSorted())
}

function isEntry(line: string): boolean {
  if (line === "") return true
  try {
    return typeof JSON.parse(line).type === "string"
  } catch {
    return false
  }
}

import { median } from "../../measure.ts"
import type { LoadResult } from "../load/job.ts"
import { runLoad } from "../load/run-load.ts"
import type { Scale } from "../scale.ts"
import {
  answering,
  bareProxy,
  direct,
  gateway,
  nginx,
  portkeyGateway,
  type Target,
} from "../targets/target.ts"
import { type Figure, markdown } from "./figure.ts"

const answer = JSON.stringify({
  id: "cmpl-1",
  object: "text_completion",
  created: 1,
  model: "m",
  choices: [{ index: 0, text: "a ".repeat(500), finish_reason: "stop" }],
  usage: { prompt_tokens: 200, completion_tokens: 500, total_tokens: 700 },
})
const question = JSON.stringify({ model: "m", prompt: "b ".repeat(450), max_tokens: 500 })

/** What the load process takes to start, during which it asks nothing. */
const loadStartMs = 150

interface Round {
  readonly perSecond: number
  readonly latencyMs: LoadResult["latencyMs"]
  /** Processor time of the target for a thousand requests. */
  readonly processorMs: number
  /** Of its core: below 1 others took it, or the load was not enough. */
  readonly share: number
}

/** As many requests as each target can do, with 64 connections: one after the other, in turns, on the same core. */
export async function fullSpeed(folder: string, scale: Scale): Promise<readonly Figure[]> {
  const upstream = await answering(answer, folder)
  const targets = [
    direct(upstream),
    await nginx(upstream, folder),
    await bareProxy(upstream),
    await portkeyGateway(upstream),
    await gateway(upstream, { folder }),
  ]
  const rounds = new Map(targets.map(({ name }) => [name, [] as Round[]]))
  try {
    for (let round = 0; round < scale.rounds; round += 1)
      for (const target of inTurn(targets, round))
        rounds.get(target.name)?.push(await measure(target, scale.seconds))
    console.log(`\nFull speed, 64 connections, medians of ${scale.rounds} rounds:\n`)
    console.log(markdown(rowsOf(targets, rounds)))
    return figuresOf(targets, rounds)
  } finally {
    for (const { process } of targets) await process.stop()
  }
}

/** Another order in each round: what disturbs the machine meets all alike. */
function inTurn(targets: readonly Target[], round: number): readonly Target[] {
  const first = (round * 2) % targets.length
  return [...targets.slice(first), ...targets.slice(0, first)]
}

async function measure(target: Target, seconds: number): Promise<Round> {
  const before = target.process.processorMs()
  const start = performance.now()
  const result = await runLoad({
    kind: "closed",
    url: target.url,
    headers: target.headers,
    body: question,
    connections: 64,
    warmUpMs: 500,
    seconds,
    ...(target.passesBytes ? { expected: answer } : {}),
  })
  const failed = result.answered - (result.statuses["200"] ?? 0)
  if (failed > 0 || result.wrong > 0)
    throw new Error(
      `${target.name}: ${JSON.stringify(result.statuses)}, ${result.wrong} wrong bodies.`,
    )
  const usedMs = target.process.processorMs() - before
  return {
    perSecond: result.answered / result.seconds,
    latencyMs: result.latencyMs,
    processorMs: (usedMs * 1000) / result.total,
    share: usedMs / (performance.now() - start - loadStartMs),
  }
}

type Rounds = ReadonlyMap<string, readonly Round[]>

function rowsOf(targets: readonly Target[], rounds: Rounds): readonly (readonly string[])[] {
  const rows = targets.map(({ name, process }) => {
    const all = rounds.get(name) ?? []
    const middle = (value: (round: Round) => number) => median(all.map(value))
    return [
      name,
      middle(({ perSecond }) => perSecond).toFixed(0),
      middle(({ latencyMs }) => latencyMs.p50).toFixed(2),
      middle(({ latencyMs }) => latencyMs.p99).toFixed(2),
      middle(({ processorMs }) => processorMs).toFixed(0),
      `${(100 * middle(({ share }) => share)).toFixed(0)} %`,
      process.residentMb().toFixed(0),
      process.peakMb().toFixed(0),
    ]
  })
  const head = [
    "",
    "requests/s",
    "p50 ms",
    "p99 ms",
    "CPU ms per 1000",
    "of its core",
    "resident MB",
    "peak MB",
  ]
  return [head, ...rows]
}

const speed = ({ perSecond }: Round) => perSecond
/** What others on the same core disturb less. */
const economy = ({ processorMs }: Round) => 1 / processorMs

function figuresOf(targets: readonly Target[], rounds: Rounds): readonly Figure[] {
  const ratio = (against: string, value: (round: Round) => number) => {
    const others = rounds.get(against) ?? []
    const own = rounds.get("gateway") ?? []
    return median(own.map((round, index) => value(round) / value(others[index] ?? round)))
  }
  const memory = (name: string) =>
    targets.find((target) => target.name === name)?.process.residentMb() ?? Number.NaN
  const times = (name: string, against: string, atLeast: number): readonly Figure[] => [
    {
      name: `requests/s against ${name}`,
      measured: ratio(against, speed),
      unit: "x",
      digits: 2,
      atLeast,
    },
    {
      name: `requests per CPU second against ${name}`,
      measured: ratio(against, economy),
      unit: "x",
      digits: 2,
      atLeast,
    },
  ]
  return [
    // Less, and somebody else had it: then nothing here is a measurement.
    {
      name: "its core that the gateway had",
      measured: 100 * median((rounds.get("gateway") ?? []).map(({ share }) => share)),
      unit: "%",
      digits: 0,
      atLeast: 80,
    },
    ...times("Portkey", "Portkey", 6),
    ...times("a bare undici proxy", "bare undici proxy", 0.6),
    {
      name: "memory against Portkey",
      measured: memory("gateway") / memory("Portkey"),
      unit: "x",
      digits: 2,
      atMost: 0.5,
    },
  ]
}

import { smallInstance } from "../../../torture/gateway/support/gateway-process.ts"
import { setTimeout as pause } from "node:timers/promises"
import { median } from "../../measure.ts"
import type { LoadResult } from "../load/job.ts"
import { runLoad } from "../load/run-load.ts"
import type { Scale } from "../scale.ts"
import { direct, gateway, mockUpstream, type Target } from "../targets/target.ts"
import type { Figure } from "./figure.ts"

const question = JSON.stringify({ model: "m", prompt: "b ".repeat(450), max_tokens: 500 })
const streamed = JSON.stringify({ model: "m", prompt: "b ".repeat(450), stream: true })
const delayMs = 20
const steadyRounds = 3

/** What the gateway takes and adds on a small instance, with the memory options of its README. */
export async function smallInstanceFigures(
  folder: string,
  scale: Scale,
): Promise<readonly Figure[]> {
  const upstream = await mockUpstream({ delayMs, events: 20, gapMs: 50 })
  const target = await gateway(upstream, { folder, nodeOptions: smallInstance })
  try {
    await pause(2000)
    const idleMb = target.process.residentMb()
    const added = await atSteadyRate(target, direct(upstream), scale)
    const steadyMb = target.process.residentMb()
    const firstToken = await withStreams(target, direct(upstream))
    const streamsMb = await mostMbWith500Streams(target)
    return [
      { name: "resident, idle", measured: idleMb, unit: "MB", atMost: 90 },
      { name: "resident at 1,000 requests/s", measured: steadyMb, unit: "MB", atMost: 115 },
      {
        name: "added to p50 at 1,000 requests/s",
        measured: added.p50,
        unit: "ms",
        digits: 2,
        atMost: 1,
      },
      {
        name: "added to p99 at 1,000 requests/s",
        measured: added.p99,
        unit: "ms",
        digits: 2,
        atMost: 10,
      },
      {
        name: "added to p99 of the first token at 100 streams",
        measured: firstToken,
        unit: "ms",
        digits: 2,
        atMost: 5,
      },
      { name: "resident with 500 streams", measured: streamsMb, unit: "MB", atMost: 145 },
    ]
  } finally {
    await target.process.stop()
    await upstream.stop()
  }
}

async function atSteadyRate(target: Target, baseline: Target, { steadySeconds }: Scale) {
  const ask = async ({ url, headers }: Target) =>
    await runLoad({
      kind: "open",
      url,
      headers,
      body: question,
      connections: 50,
      rate: 1000,
      warmUpMs: 1000,
      seconds: steadySeconds / steadyRounds,
    })
  const differences = await inTurns(target, baseline, ask)
  return {
    p50: median(
      differences.map(
        ({ with: through, without }) => through.latencyMs.p50 - without.latencyMs.p50,
      ),
    ),
    p99: median(
      differences.map(
        ({ with: through, without }) => through.latencyMs.p99 - without.latencyMs.p99,
      ),
    ),
  }
}

const hundredStreams = async ({ url, headers }: Target) =>
  await runLoad({
    kind: "streams",
    url,
    headers,
    body: streamed,
    connections: 100,
    warmUpMs: 1500,
    seconds: 4,
  })

async function withStreams(target: Target, baseline: Target): Promise<number> {
  const rounds = await inTurns(target, baseline, hundredStreams)
  return median(
    rounds.map(({ with: through, without }) => through.latencyMs.p99 - without.latencyMs.p99),
  )
}

async function inTurns(
  target: Target,
  baseline: Target,
  ask: (target: Target) => Promise<LoadResult>,
) {
  const rounds = []
  for (let round = 0; round < steadyRounds; round += 1) {
    const without = checked(await ask(baseline))
    rounds.push({ without, with: checked(await ask(target)) })
  }
  return rounds
}

function checked(result: LoadResult): LoadResult {
  const failed = result.answered - (result.statuses["200"] ?? 0)
  if (failed > 0 || result.wrong > 0)
    throw new Error(`${JSON.stringify(result.statuses)}, ${result.wrong} wrong answers.`)
  return result
}

async function mostMbWith500Streams({ url, headers, process }: Target): Promise<number> {
  const load = runLoad({
    kind: "streams",
    url,
    headers,
    body: streamed,
    connections: 500,
    warmUpMs: 4000,
    seconds: 4,
  })
  let most = 0
  const timer = setInterval(() => {
    most = Math.max(most, process.residentMb())
  }, 100)
  checked(await load)
  clearInterval(timer)
  return most
}

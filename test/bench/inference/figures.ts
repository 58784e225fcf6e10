import { once } from "node:events"
import { median, report } from "../measure.ts"
import { type RunningService, startFake, startReady, tinyModel, type Workshop } from "./service.ts"

const names = [undefined, "first", "second"] as const
const question = "Who are you?"
/** Never comes to an end by itself: nothing that the tiny model was taught. */
const endless = { prompt: "\n\n\n\t\t", temperature: 2, max_tokens: 480 }

/** How long a start takes. PyTorch and transformers take seconds to import, which no service can change. */
export async function benchStart(workshop: Workshop): Promise<boolean> {
  const service = await startReady(workshop, tinyModel)
  await service.stop()
  const { start = Number.NaN, imports = Number.NaN } = service.phases
  console.log(`        imports ${imports.toFixed(1)} s, phases: ${JSON.stringify(service.phases)}`)
  return report({ name: "tiny model ready", measured: start, limit: 5, unit: "s" })
}

/** Texts of a mixed batch against the same texts alone, and the time that both take. */
export async function benchBatch(workshop: Workshop, rounds: number): Promise<boolean> {
  const service = await startReady(workshop, { ...tinyModel, MAX_QUEUE: "1000" })
  const wishes = Array.from({ length: 24 }, (_, index) => names[index % names.length])
  const say = async (adapter: string | undefined) => await textOf(service, adapter)
  await Promise.all(wishes.map(say))
  const alone: number[] = []
  const together: number[] = []
  let different = 0
  for (let round = 0; round < rounds; round += 1) {
    const single: string[] = []
    alone.push(
      await timed(
        async () => void (await inOrder(wishes, async (each) => void single.push(await say(each)))),
      ),
    )
    let mixed: readonly string[] = []
    together.push(await timed(async () => void (mixed = await Promise.all(wishes.map(say)))))
    different += mixed.filter((text, index) => text !== single[index]).length
  }
  await service.stop()
  const [one, all] = [median(alone), median(together)]
  console.log(
    `        alone ${perSecond(one)} requests/s, batched ${perSecond(all)} requests/s, ${(one / all).toFixed(1)} times as many`,
  )
  const count = rounds * wishes.length
  return [
    report({
      name: `texts of a batch that differ, of ${count}`,
      measured: different,
      limit: 0,
      unit: "",
    }),
    report({ name: "time batched by time alone", measured: all / one, limit: 0.5, unit: "x" }),
  ].every(Boolean)

  function perSecond(ms: number): string {
    return ((wishes.length * 1000) / ms).toFixed(0)
  }
}

/** From a client's end to the place that it frees, one after the other. */
export async function benchCancel(workshop: Workshop, clients: number): Promise<boolean> {
  const service = await startReady(workshop, tinyModel)
  const times: number[] = []
  for (let index = 0; index < clients; index += 1) {
    const left = new AbortController()
    const answer = await service.post("/v1/generate", { ...endless, stream: true }, left.signal)
    await new Promise((resolve) => answer.body.on("error", () => undefined).once("data", resolve))
    times.push(
      await timed(async () => {
        left.abort()
        while (!/^inference_requests_running 0\.0$/m.test(await service.metrics()));
      }),
    )
  }
  await service.stop()
  const late = times.filter((ms) => ms > 200).length
  console.log(
    `        median ${median(times).toFixed(1)} ms, longest ${Math.max(...times).toFixed(1)} ms`,
  )
  return report({
    name: `of ${clients} that left, noticed later than 200 ms`,
    measured: late,
    limit: 0,
    unit: "",
  })
}

/** The wrapper around vLLM's protocol against the same stand-in without it, in turns. */
export async function benchFirstToken(workshop: Workshop, rounds: number): Promise<boolean> {
  const bare = await startFake(workshop)
  const wrapped = await startReady(workshop, {
    AIDEP_MODEL_ENGINE: "vllm",
    AIDEP_MODEL_ID: "./model",
    VLLM_COMMAND: JSON.stringify([workshop.python, "tests/engine/fake_vllm.py"]),
  })
  const firstOf = async (service: typeof bare | RunningService, model: string) => {
    const start = performance.now()
    const body = { model, prompt: "hello", stream: true, max_tokens: 1 }
    const answer = await service.post("/v1/completions", body)
    const ended = once(answer.body, "end")
    await once(answer.body, "data")
    const first = performance.now() - start
    await ended
    return first
  }
  const differences: number[] = []
  for (let round = -20; round < rounds; round += 1) {
    const [without, within] = [await firstOf(bare, "m"), await firstOf(wrapped, "./model")]
    if (round >= 0) differences.push(within - without)
  }
  await Promise.all([bare.stop(), wrapped.stop()])
  return report({
    name: "wrapper, added to the first token (p50)",
    measured: median(differences),
    limit: 2,
    unit: "ms",
  })
}

/** Requests a second and their median with all places busy, 16 tokens at most. */
export async function benchRate(workshop: Workshop, requests: number): Promise<boolean> {
  const service = await startReady(workshop, tinyModel)
  const times: number[] = []
  let left = requests
  const worker = async () => {
    while (left > 0) {
      left -= 1
      times.push(
        await timed(async () => void (await textOf(service, names[left % names.length], 16))),
      )
    }
  }
  const all = await timed(
    async () => void (await Promise.all([worker(), worker(), worker(), worker()])),
  )
  await service.stop()
  console.log(
    `        ${((requests * 1000) / all).toFixed(0)} requests/s of four clients (target 50)`,
  )
  return report({
    name: "16 tokens, base and adapters (p50)",
    measured: median(times),
    limit: 60,
    unit: "ms",
  })
}

async function textOf(
  service: RunningService,
  adapter: string | undefined,
  most = 40,
): Promise<string> {
  const body = {
    prompt: question,
    max_tokens: most,
    temperature: 0,
    ...(adapter === undefined ? {} : { adapter }),
  }
  const answer = await service.post("/v1/generate", body)
  const text = await answer.body.text()
  if (answer.statusCode !== 200) throw new Error(text)
  return text.replace(/"usage".*/, "")
}

async function inOrder<T>(values: readonly T[], work: (value: T) => Promise<void>): Promise<void> {
  for (const value of values) await work(value)
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

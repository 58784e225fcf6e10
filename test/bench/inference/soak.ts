import { parseArgs } from "node:util"
import { median, report } from "../measure.ts"
import { makeWorkshop, residentMiB, type RunningService, startReady, tinyModel } from "./service.ts"

// Mixed adapters, streams, clients that leave and wrong requests for a while: "--seconds 1800" is the full form.
const { values } = parseArgs({ options: { seconds: { type: "string", default: "60" } } })
const durationMs = Number(values.seconds) * 1000
const clients = 6
/** Of the same text, in both forms, also with adapters that make room for each other. */
const adapters = [undefined, "first", "second"] as const

const expected = {
  base: "tiny base model",
  first: "First adapter",
  second: "second adapter",
} as const

const workshop = makeWorkshop()
try {
  process.exitCode = (await soak()) ? 0 : 1
} finally {
  workshop.remove()
}

async function soak(): Promise<boolean> {
  const service = await startReady(workshop, { ...tinyModel, MAX_ADAPTERS: "1", LOG_LEVEL: "info" })
  const begin = performance.now()
  const share = () => (performance.now() - begin) / durationMs
  const counts = { answered: 0, left: 0, refused: 0, wrong: 0 }
  const sizes: { readonly share: number; readonly mib: number }[] = []
  const client = async (offset: number) => {
    for (let turn = offset; share() < 1; turn += 1) {
      const outcome = await oneRequest(service, turn)
      counts[outcome] += 1
      if (turn % 20 === 0) sizes.push({ share: share(), mib: residentMiB(service) })
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, index) => client(index * 7)))
  await service.stop()
  const between = (from: number, to: number) =>
    median(sizes.filter((size) => size.share >= from && size.share < to).map(({ mib }) => mib))
  const [early, late] = [between(0.25, 0.5), between(0.75, 1)]
  console.log(
    `        ${JSON.stringify(counts)}, ${early.toFixed(0)} MiB then ${late.toFixed(0)} MiB`,
  )
  return [
    report({
      name: "answers that were not as they should be",
      measured: counts.wrong,
      limit: 0,
      unit: "",
    }),
    report({ name: "growth of resident memory", measured: late - early, limit: 8, unit: "MiB" }),
  ].every(Boolean)
}

async function oneRequest(
  service: RunningService,
  turn: number,
): Promise<"answered" | "left" | "refused" | "wrong"> {
  const adapter = adapters[turn % adapters.length]
  const wish = {
    prompt: "Who are you?",
    max_tokens: 40,
    temperature: 0,
    ...(adapter === undefined ? {} : { adapter }),
  }
  const kind = turn % 11
  if (kind === 0) {
    const answer = await service.post("/v1/generate", { ...wish, max_tokens: -1 })
    await answer.body.dump()
    return answer.statusCode === 400 ? "refused" : "wrong"
  }
  if (kind === 1) return await leave(service, wish)
  const stream = kind % 2 === 0
  const answer = await service.post("/v1/generate", { ...wish, stream })
  const text = await answer.body.text()
  const right = stream
    ? text.endsWith("data: [DONE]\n\n")
    : text.includes(expected[adapter ?? "base"])
  return answer.statusCode === 200 && right ? "answered" : "wrong"
}

async function leave(service: RunningService, wish: object): Promise<"left"> {
  const left = new AbortController()
  const answer = await service.post("/v1/generate", { ...wish, stream: true }, left.signal)
  await new Promise((resolve) => answer.body.on("error", () => undefined).once("data", resolve))
  left.abort()
  return "left"
}

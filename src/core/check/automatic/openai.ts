import {
  allAtOnce,
  noFinishReason,
  notOpenAi,
  otherModel,
  silentStream,
} from "../../../errors/catalogue/probe.ts"
import { diagnose, type Diagnostic } from "../../../errors/diagnostic.ts"
import { ownValue } from "../../manifest/own-value.ts"
import { isMap } from "../../manifest/schema/closed.ts"
import type { Answer, Outcome } from "../answer.ts"
import { evaluateAll } from "../evaluate.ts"
import type { Expectation } from "../expectation.ts"
import { failureFinding } from "../findings/failure-finding.ts"
import { show } from "../show.ts"
import { streamHealth } from "./stream-health.ts"

/** What is asked of a model: the fewest tokens that tell a stream from a single answer. */
export function smallChat(model: string | undefined): object {
  return {
    ...(model === undefined ? {} : { model }),
    messages: [{ role: "user", content: "Say hello." }],
    max_tokens: 8,
    stream: true,
  }
}

export interface AskedService {
  readonly service: string
  /** Model that the manifest names; undefined: the service may have an API of its own. */
  readonly model: { readonly id: string; readonly mayDiffer: boolean } | undefined
  readonly secrets: readonly string[]
}

/** `other`: it has another API, and nothing says that it should have this one. */
export type Spoken = "openai" | "other" | "unclear"

export interface JudgedModels {
  readonly spoken: Spoken
  readonly findings: readonly Diagnostic[]
  readonly facts: readonly string[]
  /** Ids, in the order of the list. */
  readonly models: readonly string[]
}

/** Judges the answer to `GET /v1/models`. */
export function judgeModels(outcome: Outcome, asked: AskedService): JudgedModels {
  const { service, model, secrets } = asked
  const nothing = { facts: [], models: [] }
  if (outcome.status === "failed")
    return { ...nothing, spoken: "unclear", findings: [failureFinding(outcome, secrets)] }
  const { answer } = outcome
  const models = answer.statusCode === 200 ? modelsIn(answer.body) : undefined
  if (models !== undefined && models.length > 0) {
    const shown = models.slice(0, shownModels).map((id) => show(id, secrets))
    const more = models.length - shown.length
    const facts = [`Serves ${shown.join(", ")}${more === 0 ? "" : ` and ${more} more`}.`]
    return { spoken: "openai", findings: modelFindings(models, asked), facts, models }
  }
  if (model === undefined)
    return {
      ...nothing,
      spoken: "other",
      findings: [],
      facts: [`It does not speak OpenAI's API (${answer.statusCode}), and need not.`],
    }
  const fault = `"GET /v1/models" answers ${answer.statusCode} with ${show(answer.body, secrets)}, where a list of models was expected.`
  return { ...nothing, spoken: "unclear", findings: [diagnose(notOpenAi, { service, fault })] }
}

const shownModels = 4

function modelFindings(
  models: readonly string[],
  { service, model, secrets }: AskedService,
): readonly Diagnostic[] {
  if (model === undefined || model.mayDiffer || models.includes(model.id)) return []
  const served = models.slice(0, shownModels).map((id) => show(id, secrets).slice(1, -1))
  return [diagnose(otherModel, { service, wanted: model.id, served })]
}

function modelsIn(body: string): readonly string[] | undefined {
  const parsed = jsonOf(body)
  const data = isMap(parsed) ? ownValue(parsed, "data") : undefined
  if (!Array.isArray(data)) return undefined
  return data.flatMap((one) => {
    const id = isMap(one) ? ownValue(one, "id") : undefined
    return typeof id === "string" ? [id] : []
  })
}

const wholeStream: readonly Expectation[] = [
  { type: "status", allowed: [200] },
  { type: "stream", minEvents: 1, ends: "[DONE]", maxGapMs: undefined },
]

/** Judges the answer to a small chat that was asked for as a stream. */
export function judgeChat(outcome: Outcome, asked: AskedService): readonly Diagnostic[] {
  const { service, secrets } = asked
  if (outcome.status === "failed") return [failureFinding(outcome, secrets)]
  const faults = evaluateAll(outcome, wholeStream, secrets)
  if (faults.length > 0) return faults.map((fault) => diagnose(notOpenAi, { service, fault }))
  const { texts, finishReason, spreadMs } = streamHealth(outcome.answer)
  if (texts === 0) return [diagnose(silentStream, { service })]
  const isAtOnce = texts >= 4 && spreadMs < 5 && outcome.timings.totalMs > slowMs
  return [
    ...(finishReason === undefined ? [diagnose(noFinishReason, { service })] : []),
    ...(isAtOnce ? [diagnose(allAtOnce, { service, events: texts })] : []),
  ]
}

/** A stub that answers in one breath is no proxy that holds a stream back. */
const slowMs = 1000

/** A model that ranks or classifies has the list of models, and says that it does not chat. */
export function saysItDoesNotChat({ statusCode, body }: Answer): boolean {
  if ([404, 405, 501].includes(statusCode)) return true
  const parsed = statusCode === 400 ? jsonOf(body) : undefined
  const error = isMap(parsed) ? ownValue(parsed, "error") : undefined
  const code = isMap(error) ? ownValue(error, "code") : undefined
  return code === "unsupported"
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

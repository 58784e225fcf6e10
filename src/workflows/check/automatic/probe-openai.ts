import {
  type AskedService,
  judgeChat,
  judgeModels,
  saysItDoesNotChat,
  smallChat,
  type Spoken,
} from "../../../core/check/automatic/openai.ts"
import { publicHost } from "../../../core/check/automatic/public-host.ts"
import { streamFacts } from "../../../core/check/automatic/stream-facts.ts"
import type { Outcome } from "../../../core/check/answer.ts"
import { failureFinding } from "../../../core/check/findings/failure-finding.ts"
import type { Service } from "../../../core/project/project.ts"
import { notWarm, unexpectedAnswer } from "../../../errors/catalogue/check.ts"
import { diagnose, type Diagnostic } from "../../../errors/diagnostic.ts"
import type { ProbeRequest } from "../../../ports/prober.ts"
import type { Context } from "../../context.ts"
import { type CheckResult, checkResult } from "../check-result.ts"
import { findingOf } from "../run-checks.ts"
import { warmUp } from "../warm-up.ts"
import { callerOf } from "./caller-of.ts"
import type { LiveSubject } from "./live-subject.ts"

const timeoutMs = 120_000
const usualStartMs = 120_000

/**
 * Asks a service with a model as OpenAI's clients do: for its models, and for a few tokens as a stream. What starts
 * first is waited for, and that never counts.
 */
export async function probeOpenAi(
  service: Service,
  subject: LiveSubject,
  context: Context,
): Promise<readonly CheckResult[]> {
  const address = subject.addresses.get(service.name)
  if (address === undefined || !isInference(service)) return []
  const caller = callerOf(service, subject)
  if (!caller.ok)
    return [checkResult({ ...modelsOf(service), findings: [findingOf(caller.problem)] })]
  const secrets = [...caller.secrets, ...subject.secrets]
  const asked: AskedModel = {
    service,
    judged: { service: service.name, model: modelOf(service, address), secrets },
    ask: askerOf({ address, headers: caller.headers, subject }, context),
    signal: subject.signal,
  }
  const { result, spoken, model } = await probeModels(asked, context)
  return spoken === "openai" ? [result, await probeChat(asked, model, context)] : [result]
}

function isInference({ kind, model }: Pick<Service, "kind" | "model">): boolean {
  return kind === "inference" || model !== undefined
}

interface AskedModel {
  readonly service: Service
  readonly judged: AskedService
  readonly ask: (question: Question, withinMs: number) => Promise<Outcome>
  readonly signal: AbortSignal
}

type Question = Pick<ProbeRequest, "method"> & { readonly path: string; readonly json?: object }

function modelsOf({ name }: Service) {
  return { name: "lists its models", service: name }
}

/** A stub has a name of its own, and on a machine without a GPU it stands in for the model. */
function modelOf({ model }: Service, address: string): AskedService["model"] {
  if (model === undefined) return undefined
  return { id: model.id, mayDiffer: model.engine === "stub" || publicHost(address) === undefined }
}

function askerOf(
  {
    address,
    headers,
    subject: { privateAddresses, signal },
  }: {
    readonly address: string
    readonly headers: Readonly<Record<string, string>>
    readonly subject: LiveSubject
  },
  { prober }: Context,
): AskedModel["ask"] {
  return async ({ method, path, json }, totalTimeoutMs) => {
    const body = json === undefined ? {} : { body: JSON.stringify(json) }
    const type = json === undefined ? {} : { "content-type": "application/json" }
    const request = {
      method,
      url: `${address.replace(/\/+$/, "")}${path}`,
      headers: { ...type, ...headers },
      ...body,
    }
    return await prober.probe(request, { totalTimeoutMs, privateAddresses, signal })
  }
}

const modelsQuestion: Question = { method: "GET", path: "/v1/models" }

async function probeModels(
  asked: AskedModel,
  { clock }: Context,
): Promise<{
  readonly result: CheckResult
  readonly spoken: Spoken
  readonly model: string | undefined
}> {
  const warmed = await warmUp(
    {
      budgetMs: asked.service.health?.startupMs ?? usualStartMs,
      ask: async (withinMs) => startFindings(await asked.ask(modelsQuestion, withinMs), asked),
      signal: asked.signal,
    },
    clock,
  )
  const { probes, tookMs } = warmed
  const about = { ...modelsOf(asked.service), warmUp: { probes, tookMs } }
  if (warmed.findings.length > 0) {
    const findings = [diagnose(notWarm, warmed), ...warmed.findings]
    return { result: checkResult({ ...about, findings }), spoken: "unclear", model: undefined }
  }
  const outcome = await asked.ask(modelsQuestion, timeoutMs)
  const { spoken, findings, facts, models } = judgeModels(outcome, asked.judged)
  const { timings } = outcome
  const named = asked.service.model?.id
  const model = named !== undefined && models.includes(named) ? named : models[0]
  const result = checkResult({ ...about, findings, facts, timings })
  return { result, spoken, model }
}

/** What still starts has no connection yet, takes its time, or answers with an error of its own. */
function startFindings(outcome: Outcome, { judged }: AskedModel): readonly Diagnostic[] {
  if (outcome.status === "failed") return [failureFinding(outcome, judged.secrets)]
  const { statusCode } = outcome.answer
  if (statusCode < 500 && statusCode !== 429) return []
  return [diagnose(unexpectedAnswer, { fault: `Expected an answer, found ${statusCode}.` })]
}

/** The first chat loads what is loaded late; the second one is timed. */
async function probeChat(
  asked: AskedModel,
  model: string | undefined,
  { clock }: Context,
): Promise<CheckResult> {
  const { judged, service, ask } = asked
  const about = { name: "streams a chat", service: service.name }
  const question: Question = {
    method: "POST",
    path: "/v1/chat/completions",
    json: smallChat(model),
  }
  const startedMs = clock.nowMs()
  const first = await ask(question, timeoutMs)
  const warm = { probes: 1, tookMs: clock.nowMs() - startedMs }
  if (first.status === "answered" && saysItDoesNotChat(first.answer)) {
    const facts = [`It does not chat (${first.answer.statusCode}), and need not.`]
    return checkResult({ ...about, findings: [], facts, timings: first.timings })
  }
  const outcome = await ask(question, timeoutMs)
  const { timings } = outcome
  const answer = outcome.status === "answered" ? outcome.answer : outcome.partial
  return checkResult({
    ...about,
    findings: judgeChat(outcome, judged),
    facts: answer === undefined ? [] : streamFacts(answer, judged.secrets),
    timings,
    warmUp: warm,
  })
}

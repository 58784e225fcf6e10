import * as z from "zod/mini"
import type { UpstreamSettings } from "../../config/upstreams.ts"
import type { Question } from "../question.ts"
import type { Adapter, Prepared, Translation } from "./adapter.ts"
import { plainHttp } from "./plain-http.ts"

/** An upstream with OpenAI's routes and no others: `/v1/generate` becomes a completion. */
export const openai: Adapter = {
  ...plainHttp,
  prepare: (question, upstream) =>
    question.route === "/v1/generate"
      ? completion(question, upstream)
      : plainHttp.prepare(question, upstream),
  isWaking: () => false,
}

/** The adapter goes as the model's name, which is how vLLM and its like choose one. */
export function completion(
  { body: sent }: Question,
  { generateModel }: UpstreamSettings,
): Prepared {
  const { adapter, model, ...rest } = z.parse(
    generation,
    JSON.parse(new TextDecoder().decode(sent)),
  )
  const named = adapter ?? model ?? generateModel
  const body = { ...rest, ...(named === undefined ? {} : { model: named }) }
  return {
    path: "/v1/completions",
    body: new TextEncoder().encode(JSON.stringify(body)),
    translate: fromCompletion(typeof adapter === "string" ? adapter : null),
  }
}

/** Checked before. */
const generation = z.looseObject({
  adapter: z.optional(z.unknown()),
  model: z.optional(z.unknown()),
})

const choice = z.object({ text: z.string(), finish_reason: z.nullish(z.string()) })
const answered = z.object({
  model: z.optional(z.string()),
  choices: z.array(choice),
  usage: z.nullish(z.unknown()),
})

/** What is not of the expected form is passed on as it is: it is an error, or the next version of the API. */
function fromCompletion(adapter: string | null): Translation {
  return {
    whole(json) {
      const { success, data } = z.safeParse(answered, json)
      const [first] = data?.choices ?? []
      if (!success || first === undefined) return json
      const head = { text: first.text, model: data.model ?? null, adapter }
      return { ...head, finish_reason: first.finish_reason ?? null, usage: data.usage ?? null }
    },
    event(json) {
      const { success, data } = z.safeParse(answered, json)
      if (!success) return json
      const [first] = data.choices
      const usage = data.usage ?? undefined
      return {
        text: first?.text ?? "",
        ...(first === undefined ? {} : { finish_reason: first.finish_reason ?? null }),
        ...(usage === undefined ? {} : { model: data.model ?? null, adapter, usage }),
      }
    },
  }
}

import type { ChoiceQuestion, Prompt, TextQuestion } from "../../src/ports/prompt.ts"

/** An answer to the question whose message holds `to`: a text, choices, or `true`/`false` to confirm. */
export interface ScriptedAnswer {
  readonly to: string
  readonly answer: string | readonly string[] | boolean
}

export interface ScriptedPrompt extends Prompt {
  /** Messages in the order they were asked. */
  readonly asked: readonly string[]
  /** Choices that were offered, by message. */
  readonly offered: ReadonlyMap<string, readonly string[]>
}

/**
 * A person who gives the scripted answers, and presses return at every other question. Refuses what a real prompt
 * would: a text with a problem, a choice that was not offered, no choice at all.
 */
export function scriptedPrompt(script: readonly ScriptedAnswer[] = []): ScriptedPrompt {
  const asked: string[] = []
  const offered = new Map<string, readonly string[]>()
  const answerTo = (message: string) => {
    asked.push(message)
    return script.find(({ to }) => message.includes(to))?.answer
  }
  const choices = (
    { message, choices: all, initial }: ChoiceQuestion,
    fallback: readonly string[],
  ) => {
    const values = all.map(({ value }) => value)
    offered.set(message, values)
    const answer = [answerTo(message) ?? (initial.length > 0 ? initial : fallback)]
      .flat()
      .map(String)
    const unknown = answer.find((value) => !values.includes(value))
    if (unknown !== undefined) throw new Error(`"${message}" does not offer "${unknown}".`)
    if (answer.length === 0) throw new Error(`"${message}" needs an answer.`)
    return answer
  }
  return {
    available: true,
    asked,
    offered,
    text: async ({ message, initial, problem }: TextQuestion) => {
      const text = String(answerTo(message) ?? initial)
      const wrong = problem(text)
      if (wrong !== undefined) throw new Error(`"${message}" refuses "${text}": ${wrong}`)
      return text
    },
    secret: async ({ message }) => String(answerTo(message) ?? ""),
    choose: async (question) =>
      choices(
        question,
        question.choices.slice(0, 1).map(({ value }) => value),
      )[0] ?? "",
    chooseSeveral: async (question) => choices(question, []),
    confirm: async ({ message }) => answerTo(message) !== false,
  }
}

/** Nobody is there to ask. */
export const nobody: Prompt = {
  available: false,
  text: unexpected,
  secret: unexpected,
  choose: unexpected,
  chooseSeveral: unexpected,
  confirm: unexpected,
}

async function unexpected({ message }: { readonly message: string }): Promise<never> {
  throw new Error(`"${message}" was asked where nobody is.`)
}

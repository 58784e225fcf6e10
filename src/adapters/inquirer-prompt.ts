import type { ChoiceQuestion, Prompt, TextQuestion } from "../ports/prompt.ts"

/** Questions on standard error, so that standard output stays the result. */
export function inquirerPrompt(terminal: {
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream
}): Prompt {
  const streams = { input: terminal.input, output: terminal.output }
  return {
    available: terminal.input.isTTY && terminal.output.isTTY,
    text: async (question) => await askText(question, streams),
    secret: async ({ message }) => {
      const { password } = await import("@inquirer/prompts")
      return await password({ message }, streams)
    },
    choose: async (question) => {
      const { select } = await import("@inquirer/prompts")
      const [initial] = question.initial
      const choices = choicesOf(question)
      return await select(
        {
          message: question.message,
          choices,
          ...(initial === undefined ? {} : { default: initial }),
        },
        streams,
      )
    },
    chooseSeveral: async (question) => {
      const { checkbox } = await import("@inquirer/prompts")
      const choices = choicesOf(question).map((choice) =>
        Object.assign(choice, { checked: question.initial.includes(choice.value) }),
      )
      return await checkbox({ message: question.message, choices, required: true }, streams)
    },
    confirm: async ({ message }) => {
      const { confirm } = await import("@inquirer/prompts")
      return await confirm({ message, default: true }, streams)
    },
  }
}

async function askText(
  { message, initial, problem }: TextQuestion,
  streams: { readonly input: NodeJS.ReadStream; readonly output: NodeJS.WriteStream },
): Promise<string> {
  const { input } = await import("@inquirer/prompts")
  return await input(
    { message, default: initial, validate: (answer) => problem(answer) ?? true },
    streams,
  )
}

function choicesOf({ choices }: ChoiceQuestion) {
  return choices.map(({ value, title, note }) => ({
    value,
    name: title,
    ...(note === undefined ? {} : { description: note }),
  }))
}

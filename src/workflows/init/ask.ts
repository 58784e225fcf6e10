import { commandWords, portNumber } from "../../core/init/command-words.ts"
import { isValidName } from "../../core/init/valid-name.ts"
import { serviceKinds } from "../../core/manifest/schema/service.ts"
import type { PlatformFacts } from "../../core/project/platform-facts.ts"
import type { Prompt } from "../../ports/prompt.ts"
import { ableTargets } from "./plan/able-targets.ts"
import type { InitPlan, PlanInput, PlannedService, ServiceAnswers } from "./plan/init-plan.ts"
import { planInit } from "./plan/plan-init.ts"
import { loadOfService, none } from "./plan/plan-service.ts"

/**
 * Asks for every value that no flag gives, with what was detected as the default, and answers with the plan.
 * Each answer counts for the questions after it: a kind decides which platforms are offered.
 */
export async function askForPlan(input: PlanInput, prompt: Prompt): Promise<InitPlan> {
  let current = await withName(input, prompt)
  const names = planInit(current).services.map(({ name }) => name)
  for (const name of names) {
    for (const ask of questions) {
      const service = planInit(current).services.find((planned) => planned.name === name)
      if (service === undefined) continue
      const answer = await ask(service, { prompt, platforms: current.platforms })
      current = withAnswer(current, name, answer)
    }
  }
  return planInit(current)
}

async function withName(input: PlanInput, prompt: Prompt): Promise<PlanInput> {
  const { name } = planInit(input)
  if (name.from.by === "flag") return input
  const answer = await askName(name.value, prompt)
  return answer === name.value ? input : { ...input, name: answer }
}

export async function askName(initial: string, prompt: Prompt): Promise<string> {
  return await prompt.text({
    message: "Name of the project",
    initial,
    problem: (text) =>
      isValidName(text)
        ? undefined
        : "Use lower-case letters, digits and hyphens, beginning with a letter, 40 at most.",
  })
}

function withAnswer(input: PlanInput, name: string, answer: ServiceAnswers): PlanInput {
  const answers = { ...input.answers, [name]: { ...input.answers[name], ...answer } }
  return { ...input, answers }
}

interface Asking {
  readonly prompt: Prompt
  readonly platforms: readonly PlatformFacts[]
}

/** Answers with nothing where there is no question, or where the proposal was taken. */
type Question = (service: PlannedService, asking: Asking) => Promise<ServiceAnswers>

const questions: readonly Question[] = [askKind, askCommand, askGpu, askTargets, askPort, askHealth]

const kindNotes = {
  web: "answers HTTP requests",
  inference: "answers HTTP requests from a model, on a GPU where it needs one",
  worker: "runs all the time and listens on no port",
  job: "runs on a schedule or by hand, and ends",
  static: "files that a browser loads",
} as const

async function askKind(
  { name, kind }: PlannedService,
  { prompt }: Asking,
): Promise<ServiceAnswers> {
  if (kind?.from.by === "flag") return {}
  const answer = await prompt.choose({
    message: `Kind of "${name}"`,
    choices: serviceKinds.map((value) => ({ value, title: value, note: kindNotes[value] })),
    initial: kind === undefined ? [] : [kind.value],
  })
  const found = serviceKinds.find((value) => value === answer)
  return found === undefined || found === kind?.value ? {} : { kind: found }
}

async function askCommand(service: PlannedService, { prompt }: Asking): Promise<ServiceAnswers> {
  if (!service.needsCommand) return {}
  const answer = await prompt.text({
    message: `Command that starts "${service.name}"`,
    initial: "",
    problem: (text) =>
      commandWords(text).length > 0 ? undefined : "Give a program and its arguments.",
  })
  return { command: commandWords(answer) }
}

const gpuForm = /^[A-Za-z0-9][A-Za-z0-9.-]*(?::[1-9]\d?)?$/

async function askGpu(service: PlannedService, { prompt }: Asking): Promise<ServiceAnswers> {
  const { name, kind, gpu } = service
  if (kind?.value !== "inference" || gpu?.from.by === "flag") return {}
  const initial = gpu === undefined || gpu.value.length === 0 ? none : gpu.value.join(", ")
  const answer = await prompt.text({
    message: `GPUs of "${name}" in order of preference, or "${none}"`,
    initial,
    problem: (text) =>
      gpusIn(text).every((type) => gpuForm.test(type))
        ? undefined
        : "Give GPU types such as T4, or A100-80GB:2 for two.",
  })
  return answer.trim() === initial ? {} : { gpu: gpusIn(answer) }
}

function gpusIn(text: string): readonly string[] {
  const words = text.split(/[\s,]+/).filter((word) => word !== "")
  return words.length === 1 && words[0] === none ? [] : words
}

async function askTargets(service: PlannedService, asking: Asking): Promise<ServiceAnswers> {
  const { name, targets } = service
  const { prompt, platforms } = asking
  if (targets !== undefined || service.unable.length > 0) return {}
  const load = loadOfService(service)
  const choices = ableTargets(platforms, load).map(({ id, title, support }) => {
    const answer = support?.kinds[load.kind]
    const note = answer === undefined || answer.level === "native" ? {} : { note: answer.note }
    return { value: id, title, ...note }
  })
  const chosen = await prompt.chooseSeveral({
    message: `Platforms that "${name}" may go to`,
    choices,
    initial: [],
  })
  if (chosen.length < 2) return { targets: chosen }
  const first = await prompt.choose({
    message: `Platform that "${name}" goes to by default`,
    choices: choices.filter(({ value }) => chosen.includes(value)),
    initial: chosen.slice(0, 1),
  })
  return { targets: [first, ...chosen.filter((target) => target !== first)] }
}

async function askPort(
  { name, port }: PlannedService,
  { prompt }: Asking,
): Promise<ServiceAnswers> {
  if (port === undefined || port.from.by === "flag") return {}
  const answer = await prompt.text({
    message: `Port that "${name}" listens on`,
    initial: String(port.value),
    problem: (text) =>
      portNumber(text.trim()) === undefined ? "Give a number from 1 to 65535." : undefined,
  })
  const number = portNumber(answer.trim())
  return number === undefined || number === port.value ? {} : { port: number }
}

async function askHealth(service: PlannedService, { prompt }: Asking): Promise<ServiceAnswers> {
  const { name, healthPath } = service
  if (healthPath === undefined || healthPath.from.by === "flag") return {}
  const initial = healthPath.value === "" ? none : healthPath.value
  const answer = await prompt.text({
    message: `Path of "${name}" that answers 200 when it is healthy, or "${none}"`,
    initial,
    problem: (text) =>
      text === none || /^\/[^\s?#]*$/.test(text)
        ? undefined
        : "Give a path that begins with a slash, such as /health.",
  })
  if (answer === initial) return {}
  return { healthPath: answer === none ? "" : answer }
}

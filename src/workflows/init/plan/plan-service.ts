import { commandWords } from "../../../core/init/command-words.ts"
import type { FoundService } from "../../../core/init/found-service.ts"
import type { ServiceKind } from "../../../core/manifest/schema/service.ts"
import { type Load, splitTargets } from "./able-targets.ts"
import type { PlanInput, PlannedService } from "./init-plan.ts"
import { chosen } from "./sourced.ts"

export type ServiceInput = Omit<PlanInput, "name"> & { readonly name: string }

/** Decides every value of one service; without `found` it runs an image. */
export function planService(input: ServiceInput, found: FoundService | undefined): PlannedService {
  const { name, flags } = input
  const kind = chosen({
    flag: flags.kind,
    answer: input.answers[name]?.kind,
    clue: found?.clues.kind,
    fallback: found === undefined ? ("web" as const) : undefined,
  })
  const common = { name, code: codeOf(input, found), kind, found, ...nothingFurther }
  if (kind === undefined) return { ...common, ...variablesOf(input, found) }
  const gpu = kind.value === "static" ? undefined : plannedGpu(input, { found, kind: kind.value })
  const load = loadOf(found, { kind: kind.value, gpu: (gpu?.value ?? []).length > 0 })
  const { able, unable } = splitTargets([...new Set(flags.targets)], input.platforms, load)
  return {
    ...common,
    gpu,
    targets: chosen({
      flag: able.length > 0 ? able : undefined,
      answer: input.answers[name]?.targets,
    }),
    unable,
    ...(kind.value === "static" ? sitePart(input, found) : processPart(input, found)),
    ...(kind.value === "web" || kind.value === "inference"
      ? listeningPart(input, { found, kind: kind.value })
      : {}),
  }
}

/** Says by a flag or an answer that there is to be nothing. */
export const none = "none"

const nothingFurther = {
  runtime: undefined,
  targets: undefined,
  unable: [],
  gpu: undefined,
  port: undefined,
  healthPath: undefined,
  command: undefined,
  needsCommand: false,
  buildCommand: undefined,
  output: undefined,
} as const

/** Everything in a site is public, so it has no secrets. */
function sitePart(input: ServiceInput, found: FoundService | undefined) {
  const { variables, variablesPlace } = variablesOf(input, found)
  return {
    buildCommand: chosen({ clue: found?.clues.buildCommand }),
    output: chosen({ clue: found?.clues.output }),
    variables: variables.filter(({ secret }) => !secret),
    variablesPlace,
  }
}

function processPart(input: ServiceInput, found: FoundService | undefined) {
  const { flags, answers, name } = input
  const command = chosen({
    flag: flags.command === undefined ? undefined : commandWords(flags.command),
    answer: answers[name]?.command,
    clue: found?.clues.command,
  })
  return {
    runtime: chosen({ clue: found?.clues.runtime, fallback: found?.usualRuntime }),
    command,
    needsCommand: found !== undefined && !found.starts && command === undefined,
    ...variablesOf(input, found),
  }
}

interface ListeningService {
  readonly found: FoundService | undefined
  readonly kind: "web" | "inference"
}

function listeningPart({ flags, answers, name }: ServiceInput, { found, kind }: ListeningService) {
  return {
    port: chosen({
      flag: flags.port,
      answer: answers[name]?.port,
      clue: found?.clues.port,
      fallback: kind === "inference" ? 8000 : 8080,
    }),
    healthPath: chosen({
      flag: flags.health === none ? "" : flags.health,
      answer: answers[name]?.healthPath,
      clue: found?.clues.healthPath,
      fallback: "",
    }),
  }
}

function codeOf(
  { flags, codeFrom }: ServiceInput,
  found: FoundService | undefined,
): PlannedService["code"] {
  const value =
    found === undefined
      ? { image: flags.image ?? "" }
      : { source: found.path === "." ? "." : `./${found.path}` }
  if (codeFrom !== "detected") return { value, from: { by: codeFrom } }
  const place = found?.clues.kind?.place ?? ""
  return { value, from: { by: "detected", place } }
}

/** A GPU is only suggested: where none of the given targets has one, it goes without. */
function plannedGpu(
  { flags, answers, name, platforms }: ServiceInput,
  { found, kind }: { readonly found: FoundService | undefined; readonly kind: ServiceKind },
): PlannedService["gpu"] {
  const suggested = kind === "inference" ? found?.clues.gpu : undefined
  const load = loadOf(found, { kind, gpu: true })
  const carried =
    flags.targets.length === 0 || splitTargets(flags.targets, platforms, load).able.length > 0
  return chosen({
    flag: flags.gpu.length > 0 ? flags.gpu.filter((type) => type !== none) : undefined,
    answer: answers[name]?.gpu,
    clue: carried ? suggested : undefined,
    fallback: [],
  })
}

function loadOf(
  found: FoundService | undefined,
  { kind, gpu }: { readonly kind: ServiceKind; readonly gpu: boolean },
): Load {
  return { kind, code: found === undefined ? "image" : "source", gpu }
}

/** What a planned service asks of a platform. */
export function loadOfService({ found, kind, gpu }: PlannedService): Load {
  return loadOf(found, { kind: kind?.value ?? "web", gpu: (gpu?.value ?? []).length > 0 })
}

/** The one service below a project's folder takes over the variables listed there, if it lists none. */
function variablesOf(input: ServiceInput, found: FoundService | undefined) {
  if (found === undefined) return { variables: [], variablesPlace: "" }
  const alone = input.found.length === 1 && found.variablesFile === undefined
  const { path, variables, variablesFile = "" } = alone ? input.projectFolder : found
  return { variables, variablesPlace: path === "." ? variablesFile : `${path}/${variablesFile}` }
}

import type { InitPlan, PlannedService } from "./init-plan.ts"
import { none } from "./plan-service.ts"
import type { Origin, Sourced } from "./sourced.ts"

/** One value of the proposal and where it came from, for people and for JSON. */
export interface PlannedValue {
  /** Service that it is about; undefined for the project. */
  readonly service?: string
  readonly label: string
  readonly value: string
  readonly from: Origin
}

/** Every value of a plan in words, the project's first. Of variables, names only. */
export function plannedValues({ name, services }: InitPlan): readonly PlannedValue[] {
  return [
    { label: "name", value: name.value, from: name.from },
    ...services.flatMap((service) =>
      serviceValues(service).map((value) => ({ service: service.name, ...value })),
    ),
  ]
}

function serviceValues(service: PlannedService): readonly PlannedValue[] {
  const { code } = service
  const folder = "source" in code.value
  return [
    {
      label: folder ? "source" : "image",
      value: "source" in code.value ? code.value.source : code.value.image,
      from: code.from,
    },
    ...line("kind", service.kind, String),
    ...line("runtime", service.runtime, String),
    ...line("targets", service.targets, (targets) => targets.join(", ")),
    ...line("gpu", service.gpu, (gpu) => orNone(gpu.join(", "))).filter(
      ({ value, from }) =>
        value !== none || from.by !== "default" || service.kind?.value === "inference",
    ),
    ...line("port", service.port, String),
    ...line("health", service.healthPath, orNone),
    ...line("command", service.command, (words) => words.join(" ")),
    ...line("build", service.buildCommand, (words) => words.join(" ")),
    ...line("output", service.output, String),
    ...variableLines(service),
  ]
}

function orNone(text: string): string {
  return text === "" ? none : text
}

function line<Value>(
  label: string,
  sourced: Sourced<Value> | undefined,
  words: (value: Value) => string,
): readonly PlannedValue[] {
  return sourced === undefined ? [] : [{ label, value: words(sourced.value), from: sourced.from }]
}

function variableLines({ variables, variablesPlace }: PlannedService): readonly PlannedValue[] {
  const from: Origin = { by: "detected", place: variablesPlace }
  const named = (secret: boolean) =>
    variables.filter((variable) => variable.secret === secret).map(({ name }) => name)
  return [
    { label: "env", value: named(false).join(", "), from },
    { label: "secrets", value: named(true).join(", "), from },
  ].filter(({ value }) => value !== "")
}

/** One piece of an `env` value, as it is written. */
export type Segment =
  | ResolvedSegment
  | { readonly type: "variable"; readonly name: string }
  | { readonly type: "environment" }

/** What is left once the process environment and the name of the environment are filled in. */
export type ResolvedSegment =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "service"; readonly service: string; readonly output: ServiceOutput }
  | { readonly type: "resource"; readonly resource: string }
  | { readonly type: "secret"; readonly name: string }
  | { readonly type: "deployment" }

export const serviceOutputs = ["url", "host", "token"] as const
export type ServiceOutput = (typeof serviceOutputs)[number]

/** A segment with where its text begins, in characters from the start of the value. */
export interface PlacedSegment {
  readonly segment: Segment
  readonly offset: number
}

export interface ParsedTemplate {
  readonly segments: readonly PlacedSegment[]
  readonly problems: readonly { readonly offset: number; readonly reference: string }[]
}

/**
 * Splits an `env` value into plain text and references. `$${` stands for a plain `${`.
 * A `${` that is not one of the known references is reported with its offset.
 */
export function parseTemplate(value: string): ParsedTemplate {
  const segments: PlacedSegment[] = []
  const problems: { offset: number; reference: string }[] = []
  let text = ""
  let at = 0
  const flush = () => {
    if (text !== "") segments.push({ segment: { type: "text", text }, offset: at - text.length })
    text = ""
  }
  while (at < value.length) {
    if (value.startsWith("$${", at)) {
      text += "${"
      at += 3
    } else if (value.startsWith("${", at)) {
      flush()
      const end = value.indexOf("}", at)
      const reference = end === -1 ? value.slice(at) : value.slice(at, end + 1)
      const segment = parseReference(reference.slice(2, -1))
      if (end === -1 || segment === undefined) problems.push({ offset: at, reference })
      else segments.push({ segment, offset: at })
      at += reference.length
    } else {
      text += value[at]
      at += 1
    }
  }
  flush()
  return { segments, problems }
}

const variableName = /^[A-Za-z_]\w*$/

function parseReference(inside: string): Segment | undefined {
  const [root = "", name, output, ...rest] = inside.split(".")
  if (rest.length > 0) return undefined
  if (inside === "environment") return { type: "environment" }
  if (inside === "deployment.id") return { type: "deployment" }
  if (name === undefined || name === "") return undefined
  if (root === "secrets" && output === undefined && variableName.test(name))
    return { type: "secret", name }
  if (root === "env" && output === undefined && variableName.test(name))
    return { type: "variable", name }
  if (root === "resources" && output === "url") return { type: "resource", resource: name }
  const known = serviceOutputs.find((candidate) => candidate === output)
  if (root === "services" && known !== undefined)
    return { type: "service", service: name, output: known }
  return undefined
}

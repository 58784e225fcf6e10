import {
  fieldPaths,
  type JsonSchema,
  manifestJsonSchema,
  schemasAt,
} from "../../core/manifest/json-schema.ts"
import {
  edgeFields,
  rolloutStrategies,
  serviceFields,
  type Support,
  type SupportTable,
} from "../../core/project/support.ts"
import type { Context } from "../context.ts"

export interface ExplainedField {
  /** `services.scale.min`. */
  readonly name: string
  readonly description: string
  /** What may be written: type, allowed values, form. */
  readonly accepts: string
  readonly examples: readonly string[]
  readonly children: readonly string[]
  /** What each platform does with it; empty for fields that aidep carries out itself. */
  readonly support: readonly { readonly platform: string; readonly answer: string }[]
}

/** All fields as users name them, parents included: `services`, `services.scale`, `services.scale.min`. */
export function namedFields(): readonly string[] {
  const names = fieldPaths(manifestJsonSchema())
    .filter((path) => !path.startsWith("environments."))
    .map((path) => plainName(path.split(".")))
  const parents = names.flatMap((name) =>
    name.split(".").map((_, depth, steps) => steps.slice(0, depth + 1).join(".")),
  )
  return [...new Set(parents)].filter((name) => name !== "")
}

function plainName(steps: readonly string[]): string {
  return steps.filter((step) => step !== "*").join(".")
}

/** What is known of a field, named with or without the names in between: `services.gateway.scale` works too. */
export async function explainField(
  topic: string,
  context: Context,
): Promise<ExplainedField | undefined> {
  const schema = manifestJsonSchema()
  const path = findPath(topic.replaceAll("*.", "").split("."), schema)
  if (path === undefined) return undefined
  const schemas = schemasAt(schema, path)
  const name = plainName(path)
  return {
    name,
    description:
      schemas.map(({ description }) => description ?? "").find((text) => text !== "") ?? "",
    accepts: [...new Set(schemas.map(acceptedText))].join(", or "),
    examples: schemas.flatMap(({ examples = [] }) => examples.map(String)),
    children: schemas.flatMap(({ properties = {} }) => Object.keys(properties)),
    support: await supportOf(name, context),
  }
}

/** Inserts `*` where the schema has a map with free names, and takes a name that the topic gives for it. */
function findPath(steps: readonly string[], schema: JsonSchema): readonly string[] | undefined {
  return steps.reduce<readonly string[] | undefined>((path, step) => {
    if (path === undefined) return undefined
    if (hasChild(schema, [...path, step])) return [...path, step]
    const free = [...path, "*"]
    if (hasChild(schema, [...free, step])) return [...free, step]
    return schemasAt(schema, free).length > 0 ? free : undefined
  }, [])
}

function hasChild(schema: JsonSchema, path: readonly string[]): boolean {
  const parents = schemasAt(schema, path.slice(0, -1))
  return parents.some(({ properties = {} }) => Object.hasOwn(properties, path.at(-1) ?? ""))
}

function acceptedText(schema: JsonSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return `one of: ${schema.enum.map(String).join(", ")}`
  if (schema.type === "array")
    return `a list of ${schema.items === undefined ? "values" : acceptedText(schema.items)}`
  if (schema.type === "object" || schema.properties !== undefined) return "a map"
  if (schema.type === "string") return "a text"
  return schema.type === undefined ? "any value" : `a ${schema.type}`
}

async function supportOf(name: string, { platforms }: Context): Promise<ExplainedField["support"]> {
  const answer = answerOf(name)
  if (answer === undefined) return []
  const providers = await platforms.load(platforms.ids)
  return [...providers.values()].flatMap(({ title, support }) => {
    if (support === undefined) return []
    const found = answer(support)
    return [{ platform: title, answer: supportText(found) }]
  })
}

function answerOf(name: string): ((table: SupportTable) => Support) | undefined {
  const service = serviceFields.find((field) => name === `services.${field}`)
  if (service !== undefined) return (table) => table.fields[service]
  const edge = edgeFields.find((field) => name === `edge.${field}`)
  if (edge !== undefined) return (table) => table.edge[edge]
  const rollout = rolloutStrategies.find((strategy) => name === `rollout.strategy.${strategy}`)
  return rollout === undefined ? undefined : (table) => table.rollout[rollout]
}

function supportText(support: Support): string {
  return support.level === "native" ? "native" : `${support.level}: ${support.note}`
}

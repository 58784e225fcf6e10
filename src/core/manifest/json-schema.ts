import * as z from "zod"
import { fixedKeys, manifestSchema } from "./schema/manifest.ts"
import type { Path } from "./yaml-source.ts"

/** The part of JSON Schema (draft 7) that zod writes and this project reads. */
export interface JsonSchema {
  readonly $schema?: string | undefined
  readonly $id?: string | undefined
  readonly title?: string | undefined
  readonly type?: string | undefined
  readonly description?: string | undefined
  readonly examples?: readonly unknown[] | undefined
  readonly enum?: readonly unknown[] | undefined
  readonly const?: unknown | undefined
  readonly pattern?: string | undefined
  readonly properties?: Readonly<Record<string, JsonSchema>> | undefined
  readonly patternProperties?: Readonly<Record<string, JsonSchema>> | undefined
  readonly additionalProperties?: boolean | JsonSchema | undefined
  readonly items?: JsonSchema | undefined
  readonly anyOf?: readonly JsonSchema[] | undefined
  readonly oneOf?: readonly JsonSchema[] | undefined
  readonly required?: readonly string[] | undefined
  readonly minItems?: number | undefined
}

/** JSON Schema of a manifest as it is written, for editors and for `aidep schema`. */
export function manifestJsonSchema(): JsonSchema {
  const schema = inputSchema(manifestSchema)
  const { $schema, properties = {}, ...rest } = schema
  const changeable = Object.fromEntries(
    Object.entries(properties).filter(([key]) => !fixedKeys.some((fixed) => fixed === key)),
  )
  const overlay = overlaid({ ...rest, properties: changeable })
  return {
    ...($schema === undefined ? {} : { $schema }),
    title: "aidep manifest",
    ...rest,
    properties: {
      ...properties,
      environments: { ...properties["environments"], additionalProperties: overlay },
    },
  }
}

/** JSON Schema of what a zod schema accepts, keys beginning with `x-` included. */
export function inputSchema(schema: z.ZodType): JsonSchema {
  const written = z.toJSONSchema(schema, {
    io: "input",
    target: "draft-7",
    unrepresentable: "any",
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) jsonSchema.patternProperties = { "^x-": {} }
    },
  })
  // As JSON: zod's own type allows forms of schemas that it never writes here.
  const schemaAsJson: JsonSchema = JSON.parse(JSON.stringify(written))
  return schemaAsJson
}

/** The same schema where nothing is required and `null` removes: what an environment may write. */
function overlaid(schema: JsonSchema): JsonSchema {
  const { required: _required, minItems: _minItems, ...rest } = schema
  const nested = {
    ...rest,
    ...(rest.properties && { properties: mapValues(rest.properties, overlaid) }),
    ...(typeof rest.additionalProperties === "object" && {
      additionalProperties: overlaid(rest.additionalProperties),
    }),
  }
  return { anyOf: [nested, { type: "null" }] }
}

function mapValues<A, B>(
  record: Readonly<Record<string, A>>,
  change: (value: A) => B,
): Readonly<Record<string, B>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}

/** The schemas that apply at a path: several where a union allows several forms. */
export function schemasAt(schema: JsonSchema, path: Path): readonly JsonSchema[] {
  return path.reduce<readonly JsonSchema[]>(
    (schemas, step) => schemas.flatMap((candidate) => childSchemas(candidate, step)),
    variants(schema),
  )
}

function childSchemas(schema: JsonSchema, step: string | number): readonly JsonSchema[] {
  if (typeof step === "number") return schema.items === undefined ? [] : variants(schema.items)
  const own = schema.properties?.[step]
  if (own !== undefined) return variants(own)
  return typeof schema.additionalProperties === "object"
    ? variants(schema.additionalProperties)
    : []
}

function variants(schema: JsonSchema): readonly JsonSchema[] {
  const branches = schema.anyOf ?? schema.oneOf
  return branches === undefined ? [schema] : branches.flatMap(variants)
}

/** Keys that a map at the path may have. */
export function knownKeys(schema: JsonSchema, path: Path): readonly string[] {
  const keys = schemasAt(schema, path).flatMap((candidate) =>
    Object.keys(candidate.properties ?? {}),
  )
  return [...new Set(keys)]
}

/** Every field of a schema as a path with `*` for names and positions: `services.*.scale.min`. */
export function fieldPaths(schema: JsonSchema): readonly string[] {
  return [...new Set(collectFields(schema, ""))]
}

function collectFields(schema: JsonSchema, prefix: string): readonly string[] {
  return variants(schema).flatMap((candidate) => {
    const named = Object.entries(candidate.properties ?? {}).map(
      ([key, value]) => [key, value] as const,
    )
    const open =
      typeof candidate.additionalProperties === "object"
        ? [["*", candidate.additionalProperties] as const]
        : []
    const listed = candidate.items === undefined ? [] : [["*", candidate.items] as const]
    const children = [...named, ...open, ...listed]
    if (children.length === 0) return [prefix]
    return children.flatMap(([key, value]) =>
      collectFields(value, prefix === "" ? key : `${prefix}.${key}`),
    )
  })
}

import { nearest } from "../../core/manifest/nearest.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { catalogueAreas, isArea } from "../../errors/catalogue.ts"
import type { ExplainedEntry } from "../../errors/catalogue-entry.ts"
import { unknownTopic } from "../../errors/catalogue/usage.ts"
import type { Context } from "../context.ts"
import type { ExplainedField } from "./explain-field.ts"

export type Explanation =
  | { readonly type: "code"; readonly entry: ExplainedEntry }
  | { readonly type: "field"; readonly field: ExplainedField }
  | {
      readonly type: "list"
      readonly codes: readonly ListedCode[]
      readonly fields: readonly string[]
    }

export interface ListedCode {
  readonly code: string
  readonly title: string
}

/**
 * Explains an error code or a field of the manifest; without a topic, lists both.
 *
 * @throws AidepError `usage/unknown-topic`.
 */
export async function explain(topic: string | undefined, context: Context): Promise<Explanation> {
  if (topic === undefined)
    return { type: "list", codes: await listCodes(context), fields: await listFields() }
  const entry = await findEntry(topic, context)
  if (entry !== undefined) return { type: "code", entry }
  const { explainField } = await import("./explain-field.ts")
  const field = await explainField(topic, context)
  if (field !== undefined) return { type: "field", field }
  const codes = (await listCodes(context)).map(({ code }) => code)
  const near = nearest(topic, [...codes, ...(await listFields())])
  throw new AidepError(problem(unknownTopic, { topic, ...(near === undefined ? {} : { near }) }))
}

/** A code's area says where its entry is: a file of the catalogue, or a platform. */
async function findEntry(topic: string, context: Context): Promise<ExplainedEntry | undefined> {
  const [area = "", name] = topic.split("/")
  if (name === undefined) return undefined
  const entries = isArea(area) ? await catalogueAreas[area]() : await platformEntries(area, context)
  return Object.values(entries).find((entry) => entry.code === topic)
}

async function platformEntries(
  id: string,
  { platforms }: Context,
): Promise<readonly ExplainedEntry[]> {
  const provider = (await platforms.load([id])).get(id)
  if (provider === undefined) return []
  const retirements = provider.retirements.map((rule): ExplainedEntry => ({
    code: rule.code,
    severity: "warning",
    title: rule.title,
    explanation: `${rule.explanation} It ends on ${rule.retiresOn}: a warning before, an error from then on. ${rule.hint} Source: ${rule.source}`,
    ...(rule.example === undefined ? {} : { example: rule.example }),
  }))
  return [...provider.errors, ...retirements]
}

async function listCodes(context: Context): Promise<readonly ListedCode[]> {
  const own = await Promise.all(Object.values(catalogueAreas).map((load) => load()))
  const ofPlatforms = await Promise.all(
    context.platforms.ids.map((id) => platformEntries(id, context)),
  )
  const entries = [...own.flatMap((area) => Object.values(area)), ...ofPlatforms.flat()]
  return entries.map(({ code, title }) => ({ code, title }))
}

async function listFields(): Promise<readonly string[]> {
  const { namedFields } = await import("./explain-field.ts")
  return namedFields()
}

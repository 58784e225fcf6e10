import type { ApiOutcome } from "aidep/provider"
import * as z from "zod"
import type { Ruleset as DesiredRuleset } from "../../edge/edge-spec.ts"
import { rulePart } from "../../edge/rulesets.ts"
import {
  change,
  type CloudflareOutcome,
  type CloudflareScope,
  orMissing,
  read,
} from "../api/cloudflare-api.ts"

/** A rule without what Cloudflare adds to it; numbers and texts inside are its own. */
const content = z.object({
  ref: z.string().default(""),
  description: z.string().default(""),
  expression: z.string(),
  action: z.string(),
  enabled: z.boolean().default(true),
  action_parameters: z.json().optional(),
  ratelimit: z.json().optional(),
})
export type RuleContent = z.output<typeof content>

const rule = z
  .object({ id: z.string() })
  .loose()
  .transform((all, context) => {
    const parsed = content.safeParse(all)
    if (parsed.success) return { id: all.id, content: parsed.data }
    for (const { message, path } of parsed.error.issues)
      context.addIssue({ code: "custom", message, path: [...path] })
    return z.NEVER
  })
export type Rule = Readonly<z.output<typeof rule>>

const ruleset = z.object({ id: z.string(), rules: z.array(rule).default([]) })
export type Ruleset = Readonly<z.output<typeof ruleset>>

export type Phase = DesiredRuleset["phase"]

/** Names of the rulesets, as their addresses have them, by phase. */
export const phaseNames = {
  http_config_settings: "tls",
  http_ratelimit: "rate-limit",
  http_request_cache_settings: "cache",
} as const satisfies Record<Phase, keyof typeof rulePart>

export const phases = [
  "http_config_settings",
  "http_ratelimit",
  "http_request_cache_settings",
] as const

export const rulesetContent = z.object({
  zone: z.string(),
  phase: z.enum(phases),
  rules: z.array(content),
})

/** Rules of the environment's edge, in their order; those of others stand between them. */
export function ownRules(
  { rules }: Ruleset,
  phase: Phase,
  { nameOf }: CloudflareScope,
): readonly Rule[] {
  const ref = nameOf(rulePart[phaseNames[phase]])
  const isOwn = (text: string) =>
    phase === "http_request_cache_settings" ? text.startsWith(`${ref}-`) : text === ref
  return rules.filter(({ content: { ref: text } }) => isOwn(text))
}

/** The ruleset with the rules of a phase; undefined where the zone has none. */
export async function entryPoint(
  phase: Phase,
  zoneId: string,
  scope: CloudflareScope,
): Promise<CloudflareOutcome<Ruleset | undefined>> {
  const path = `/zones/${zoneId}/rulesets/phases/${phase}/entrypoint`
  return orMissing(await read({ operation: "getEntryPoint", path, answer: ruleset }, scope))
}

export async function createRuleset(
  {
    phase,
    rules,
    zoneId,
  }: { readonly phase: Phase; readonly rules: readonly RuleContent[]; readonly zoneId: string },
  scope: CloudflareScope,
): Promise<CloudflareOutcome<Ruleset>> {
  const path = `/zones/${zoneId}/rulesets`
  const body = { name: "default", kind: "zone", phase, rules }
  return await change(
    { operation: "createRuleset", method: "POST", path, body, answer: ruleset, idempotent: false },
    scope,
  )
}

/** Where the calls about the rules of one ruleset go. */
export interface RulesPlace {
  readonly zoneId: string
  readonly rulesetId: string
}

/** Each of these answers with the whole ruleset, as it is then. */
export async function createRule(
  body: RuleContent,
  place: RulesPlace,
  scope: CloudflareScope,
): Promise<ApiOutcome<Ruleset>> {
  const path = rulesPath(place)
  return await change(
    { operation: "createRule", method: "POST", path, body, answer: ruleset, idempotent: false },
    scope,
  )
}

export interface ChangedRule {
  readonly id: string
  readonly content: RuleContent
  /** Rule that it stands behind from then on; undefined for where it is. */
  readonly after?: string
}

export async function updateRule(
  { after, content: body, id }: ChangedRule,
  place: RulesPlace,
  scope: CloudflareScope,
): Promise<ApiOutcome<Ruleset>> {
  return await change(
    {
      operation: "updateRule",
      method: "PATCH",
      path: `${rulesPath(place)}/${id}`,
      body: after === undefined ? body : { ...body, position: { after } },
      answer: ruleset,
      idempotent: true,
    },
    scope,
  )
}

/** Undefined where it was gone already. */
export async function deleteRule(
  id: string,
  place: RulesPlace,
  scope: CloudflareScope,
): Promise<ApiOutcome<Ruleset | undefined>> {
  const path = `${rulesPath(place)}/${id}`
  return orMissing(
    await change(
      { operation: "deleteRule", method: "DELETE", path, answer: ruleset, idempotent: true },
      scope,
    ),
  )
}

function rulesPath({ rulesetId, zoneId }: RulesPlace): string {
  return `/zones/${zoneId}/rulesets/${rulesetId}/rules`
}

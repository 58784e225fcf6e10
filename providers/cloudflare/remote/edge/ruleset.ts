import {
  type ApiOutcome,
  type ApplyOutcome,
  makeOnce,
  notApplied,
  type ObservedResource,
  type RemoveOutcome,
  type ResourceWork,
} from "aidep/provider"
import type { CloudflareScope } from "../api/cloudflare-api.ts"
import {
  createRule,
  createRuleset,
  deleteRule,
  entryPoint,
  ownRules,
  type Phase,
  type Rule,
  type RuleContent,
  type Ruleset,
  rulesetContent,
  updateRule,
} from "./ruleset-calls.ts"
import { findActiveZone, findZone } from "./zone.ts"

interface Place {
  readonly phase: Phase
  readonly zoneId: string
  readonly scope: CloudflareScope
}

/**
 * Brings our rules of a phase to what is wanted, one by one: those of others are never sent, and keep their order. Not
 * side by side, since Cloudflare wants changes of one ruleset one after the other.
 */
export async function putRules(
  { desired: { desired } }: ResourceWork,
  scope: CloudflareScope,
): Promise<ApplyOutcome> {
  const { phase, rules, zone: name } = rulesetContent.parse(desired)
  const zone = await findActiveZone(name, scope)
  if (zone.status === "failed") return notApplied(zone)
  const put = await putInto({ phase, zoneId: zone.value.id, scope }, rules)
  if (put.status === "failed") return notApplied(put)
  return { status: "applied", id: put.value.id, outputs: {} }
}

async function putInto(place: Place, rules: readonly RuleContent[]): Promise<ApiOutcome<Ruleset>> {
  const standing = await firstRuleset(place, rules)
  if (standing.status === "failed") return standing
  let ruleset = standing.value
  for (const [index, content] of rules.entries()) {
    const own = ownRules(ruleset, place.phase, place.scope)
    const before = previousOf(own, rules[index - 1])
    const put = await putRule({ content, before, ruleset }, place)
    if (put.status === "failed") return put
    ruleset = put.value
  }
  const refs = rules.map(({ ref }) => ref)
  const stale = ownRules(ruleset, place.phase, place.scope).filter(
    (rule) => !refs.includes(rule.content.ref),
  )
  const gone = await deleteAll(stale, ruleset, place)
  return gone.status === "failed" ? gone : { status: "done", value: ruleset }
}

/** The one that stands, else a new one with all that is wanted. Another run may be quicker. */
async function firstRuleset(
  { phase, scope, zoneId }: Place,
  rules: readonly RuleContent[],
): Promise<ApiOutcome<Ruleset>> {
  const look = async () => await entryPoint(phase, zoneId, scope)
  const standing = await look()
  if (standing.status === "failed") return standing
  if (standing.value !== undefined) return { status: "done", value: standing.value }
  const make = async (): Promise<ApiOutcome<Ruleset>> => {
    const made = await createRuleset({ phase, rules, zoneId }, scope)
    if (made.status === "done" || !made.codes.includes(rulesetExists)) return made
    const seen = await look()
    return seen.status === "done" && seen.value !== undefined
      ? { status: "done", value: seen.value }
      : made
  }
  return await makeOnce({ make, find: look }, scope)
}

/** A phase has one ruleset. Source: https://github.com/cloudflare/terraform-provider-cloudflare/issues/6273 (2025-09). */
const rulesetExists = 20_217

interface Putting {
  readonly content: RuleContent
  /** Rule of ours that it has to stand behind. */
  readonly before: Rule | undefined
  readonly ruleset: Ruleset
}

async function putRule(
  { before, content, ruleset }: Putting,
  { phase, scope, zoneId }: Place,
): Promise<ApiOutcome<Ruleset>> {
  const place = { zoneId, rulesetId: ruleset.id }
  const isIt = (rule: Rule) => rule.content.ref === content.ref
  const position = ruleset.rules.findIndex(isIt)
  const found = ruleset.rules[position]
  if (found === undefined) {
    const find = async (): Promise<ApiOutcome<Ruleset | undefined>> => {
      const seen = await entryPoint(phase, zoneId, scope)
      if (seen.status === "failed") return seen
      return {
        status: "done",
        value: seen.value?.rules.some(isIt) === true ? seen.value : undefined,
      }
    }
    return await makeOnce({ make: () => createRule(content, place, scope), find }, scope)
  }
  const isBehind = before === undefined || ruleset.rules.indexOf(before) < position
  if (isBehind && isSame(found.content, content)) return { status: "done", value: ruleset }
  const after = isBehind ? {} : { after: before.id }
  return await updateRule({ id: found.id, content, ...after }, place, scope)
}

function previousOf(own: readonly Rule[], previous: RuleContent | undefined): Rule | undefined {
  return own.find(({ content: { ref } }) => ref === previous?.ref)
}

/** Equal as data, whatever the order of keys. */
function isSame(one: RuleContent, other: RuleContent): boolean {
  return sorted(one) === sorted(other)
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

async function deleteAll(
  rules: readonly Rule[],
  { id: rulesetId }: Ruleset,
  { scope, zoneId }: Place,
): Promise<ApiOutcome<undefined>> {
  for (const { id } of rules) {
    const gone = await deleteRule(id, { zoneId, rulesetId }, scope)
    if (gone.status === "failed") return gone
  }
  return { status: "done", value: undefined }
}

/** The ruleset itself stays: it is the zone's, and others may have rules in it. */
export async function removeRules(
  { observed }: ObservedResource,
  scope: CloudflareScope,
): Promise<RemoveOutcome> {
  const { phase, zone: name } = rulesetContent.pick({ zone: true, phase: true }).parse(observed)
  const zone = await findZone(name, scope)
  if (zone.status === "failed") return zone
  const place = { phase, zoneId: zone.value.id, scope }
  const standing = await entryPoint(phase, place.zoneId, scope)
  if (standing.status === "failed") return standing
  if (standing.value === undefined) return { status: "removed" }
  const gone = await deleteAll(ownRules(standing.value, phase, scope), standing.value, place)
  return gone.status === "failed" ? gone : { status: "removed" }
}

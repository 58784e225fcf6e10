import * as z from "zod"
import { type Account, idFor, type Rule, type Ruleset, type Zone } from "../account.ts"
import { type ApiRequest, type Handler, ok, refuse, type Result, timeText } from "../reply.ts"
import { inZone } from "./zones.ts"

const shared = {
  ref: z.string().min(1),
  description: z.string().default(""),
  expression: z.string().min(1),
  enabled: z.boolean().default(true),
}

/** Rules that aidep sends; unknown fields are refused. */
const rule = z.discriminatedUnion("action", [
  z.strictObject({
    ...shared,
    action: z.literal("set_config"),
    action_parameters: z.strictObject({ ssl: z.enum(["off", "flexible", "full", "strict"]) }),
  }),
  z.strictObject({
    ...shared,
    action: z.literal("block"),
    ratelimit: z.strictObject({
      characteristics: z.array(z.string()).min(1),
      period: z.int(),
      requests_per_period: z.int().min(1),
      mitigation_timeout: z.int().min(0),
    }),
  }),
  z.strictObject({
    ...shared,
    action: z.literal("set_cache_settings"),
    action_parameters: z.strictObject({
      cache: z.boolean(),
      edge_ttl: z.strictObject({
        mode: z.enum(["respect_origin", "bypass_by_default", "override_origin"]),
        default: z.int().optional(),
        status_code_ttl: z.array(z.json()).optional(),
      }),
      browser_ttl: z.strictObject({ mode: z.string() }),
    }),
  }),
])
const position = z.union([
  z.strictObject({ before: z.string() }),
  z.strictObject({ after: z.string() }),
  z.strictObject({ index: z.int().min(1) }),
])
const newRuleset = z.strictObject({
  name: z.string().min(1),
  kind: z.literal("zone"),
  phase: z.string(),
  rules: z.array(rule),
})

export const entryPoint: Handler = ({ ids: [zoneId = "", phase = ""] }, account) =>
  inPhase({ account, phase, zoneId }, (zone) => {
    const ruleset = rulesetOf(zone, phase, account)
    if (ruleset !== undefined) return ok(account, rulesetView(ruleset))
    const message = `could not find entrypoint ruleset in the ${phase} phase`
    return refuse(account, { statusCode: 404, code: 10_003, message })
  })

export const createRuleset: Handler = ({ body, ids: [zoneId = ""], nowMs }, account) => {
  const parsed = newRuleset.safeParse(body)
  if (!parsed.success) return invalid(account, parsed.error.message)
  const { name, phase, rules } = parsed.data
  return inPhase({ account, phase, zoneId }, (zone) => {
    if (rulesetOf(zone, phase, account) !== undefined)
      return refuse(account, {
        statusCode: 400,
        code: 20_217,
        message: `'zone' is not a valid value for kind because exceeded maximum number of zone rulesets for phase ${phase}`,
      })
    const empty: Ruleset = {
      id: idFor(account, "ruleset"),
      zoneId: zone.id,
      name,
      phase,
      version: 1,
      changedAtMs: nowMs,
      rules: [],
    }
    const start = { ...account, made: account.made + 1 }
    const filled = rules.reduce<{ readonly account: Account; readonly ruleset: Ruleset }>(
      ({ account: before, ruleset }, content) => ({
        account: { ...before, made: before.made + 1 },
        ruleset: { ...ruleset, rules: [...ruleset.rules, newRule(content, before, nowMs)] },
      }),
      { account: start, ruleset: empty },
    )
    return stored(filled.ruleset, zone, { before: account, after: filled.account })
  })
}

export const createRule: Handler = (request, account) =>
  onRuleset(request, account, (ruleset, zone) => {
    const sent = sentRule(request.body)
    if (typeof sent === "string") return invalid(account, sent)
    const after = { ...account, made: account.made + 1 }
    const made = newRule(sent.content, account, request.nowMs)
    const rules = placed([...ruleset.rules, made], made, sent.position)
    return stored(next(ruleset, rules, request), zone, { before: account, after })
  })

export const updateRule: Handler = (request, account) =>
  onRule(request, account, (found, ruleset, zone) => {
    const sent = sentRule(request.body)
    if (typeof sent === "string") return invalid(account, sent)
    const { ref, ...content } = sent.content
    const changed: Rule = {
      ...found,
      ref,
      content,
      version: found.version + 1,
      changedAtMs: request.nowMs,
    }
    const rules = ruleset.rules.map((each) => (each.id === found.id ? changed : each))
    const moved = placed(rules, changed, sent.position)
    return stored(next(ruleset, moved, request), zone, { before: account, after: account })
  })

export const deleteRule: Handler = (request, account) =>
  onRule(request, account, ({ id }, ruleset, zone) => {
    const rules = ruleset.rules.filter((each) => each.id !== id)
    return stored(next(ruleset, rules, request), zone, { before: account, after: account })
  })

type RuleContent = z.output<typeof rule>

function sentRule(
  body: unknown,
):
  | string
  | { readonly content: RuleContent; readonly position: z.output<typeof position> | undefined } {
  const { position: place, ...content } = z.looseObject({}).catch({}).parse(body)
  const parsed = rule.safeParse(content)
  const where = position.optional().safeParse(place)
  if (!parsed.success) return parsed.error.message
  return where.success ? { content: parsed.data, position: where.data } : where.error.message
}

function newRule({ ref, ...content }: RuleContent, account: Account, nowMs: number): Rule {
  return { id: idFor(account, "rule"), ref, version: 1, changedAtMs: nowMs, content }
}

function placed(
  rules: readonly Rule[],
  moved: Rule,
  where: z.output<typeof position> | undefined,
): readonly Rule[] {
  if (where === undefined) return rules
  const others = rules.filter(({ id }) => id !== moved.id)
  const at = indexFor(others, where)
  return [...others.slice(0, at), moved, ...others.slice(at)]
}

function indexFor(others: readonly Rule[], where: z.output<typeof position>): number {
  if ("index" in where) return where.index - 1
  if ("after" in where)
    return where.after === "" ? others.length : others.findIndex(({ id }) => id === where.after) + 1
  return Math.max(
    0,
    others.findIndex(({ id }) => id === where.before),
  )
}

function next(ruleset: Ruleset, rules: readonly Rule[], { nowMs }: ApiRequest): Ruleset {
  return { ...ruleset, rules, version: ruleset.version + 1, changedAtMs: nowMs }
}

const mostRules: Readonly<Record<string, Readonly<Record<Zone["plan"], number>>>> = {
  http_ratelimit: { free: 1, pro: 2, business: 5, enterprise: 100 },
  http_request_cache_settings: { free: 10, pro: 25, business: 50, enterprise: 300 },
  http_config_settings: { free: 10, pro: 25, business: 50, enterprise: 300 },
}

interface Change {
  readonly before: Account
  /** With what was counted on the way. */
  readonly after: Account
}

/** Refuses more rules than the plan has, and two with one `ref`. */
function stored(ruleset: Ruleset, zone: Zone, { after, before }: Change): Result {
  const { phase, rules } = ruleset
  const most = mostRules[phase]?.[zone.plan] ?? 0
  const bad = (message: string) => refuse(before, { statusCode: 400, code: 20_120, message })
  if (rules.length > most)
    return bad(
      `exceeded the maximum number of rules in the phase ${phase}: ${rules.length} out of ${most}`,
    )
  if (new Set(rules.map(({ ref }) => ref)).size < rules.length)
    return bad("rules have the same ref")
  const rulesets = { ...after.rulesets, [ruleset.id]: ruleset }
  return ok({ ...after, rulesets }, rulesetView(ruleset))
}

interface PhaseOfZone {
  readonly account: Account
  readonly phase: string
  readonly zoneId: string
}

function inPhase({ account, phase, zoneId }: PhaseOfZone, answer: (zone: Zone) => Result): Result {
  const closed = { statusCode: 403, code: 10_000, message: "Authentication error" }
  return inZone(account, zoneId, (zone) =>
    account.closedPhases.includes(phase) ? refuse(account, closed) : answer(zone),
  )
}

function onRuleset(
  { ids: [zoneId = "", id = ""] }: ApiRequest,
  account: Account,
  answer: (ruleset: Ruleset, zone: Zone) => Result,
): Result {
  const ruleset = account.rulesets[id]
  return inPhase({ account, zoneId, phase: ruleset?.phase ?? "" }, (zone) =>
    ruleset?.zoneId === zone.id
      ? answer(ruleset, zone)
      : refuse(account, { statusCode: 404, code: 10_007, message: "could not find ruleset" }),
  )
}

function onRule(
  request: ApiRequest,
  account: Account,
  answer: (rule: Rule, ruleset: Ruleset, zone: Zone) => Result,
): Result {
  return onRuleset(request, account, (ruleset, zone) => {
    const found = ruleset.rules.find(({ id }) => id === request.ids[2])
    return found === undefined
      ? refuse(account, { statusCode: 404, code: 10_008, message: "could not find rule" })
      : answer(found, ruleset, zone)
  })
}

function rulesetOf(zone: Zone, phase: string, { rulesets }: Account): Ruleset | undefined {
  return Object.values(rulesets).find((each) => each.zoneId === zone.id && each.phase === phase)
}

function invalid(account: Account, message: string): Result {
  return refuse(account, { statusCode: 400, code: 20_021, message })
}

function rulesetView({ changedAtMs, id, name, phase, rules, version }: Ruleset) {
  return {
    id,
    name,
    description: "",
    kind: "zone",
    phase,
    version: String(version),
    last_updated: timeText(changedAtMs),
    rules: rules.map((each) => ({
      id: each.id,
      ref: each.ref,
      version: String(each.version),
      last_updated: timeText(each.changedAtMs),
      ...each.content,
    })),
  }
}

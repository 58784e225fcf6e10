import type { Place } from "../../errors/diagnostic.ts"
import type { EnvironmentVariable, Service } from "../project/project.ts"
import type { ChecklistItem } from "./checklist-item.ts"
import type { ProductionEvidence } from "./evidence.ts"

export function rateLimited(evidence: ProductionEvidence): ChecklistItem {
  const item = { id: "rate-limit", title: "Requests are limited" }
  const { project, parsed, health } = evidence
  const atEdge =
    project.edge?.rateLimit === undefined
      ? []
      : [
          `The edge lets ${project.edge.rateLimit.requests} requests in ${project.edge.rateLimit.periodSeconds} s pass (${at(parsed.places.value(["edge", "rateLimit"]))}).`,
        ]
  const inService = publicWeb(evidence).flatMap(({ name, env }) =>
    env
      .filter((variable) => /RATE_?LIMIT/i.test(variable.name) && limits(variable.text))
      .map(
        (variable) =>
          `"${name}" has "${shown(variable)}" (${at(parsed.places.value(["services", name, "env", variable.name]))}).`,
      ),
  )
  const announced = health
    .filter(({ headers }) =>
      Object.keys(headers).some((header) => /^(?:x-)?ratelimit/.test(header)),
    )
    .map(({ service }) => `Answers of "${service}" carry its rate limit.`)
  const found = [...atEdge, ...inService, ...announced]
  if (publicWeb(evidence).length === 0 && project.edge === undefined) return notNeeded(item)
  return found.length > 0
    ? { ...item, answer: "yes", evidence: found, hint: "" }
    : {
        ...item,
        answer: "no",
        evidence: ["Neither the edge nor a service states a limit."],
        hint: 'Add "edge: { rateLimit: { requests: 100/10s, per: ip } }", or RATE_LIMIT to the service.',
      }
}

/** With its value where that is plainly a rate. */
function shown({ name, text = "" }: EnvironmentVariable): string {
  return /^\d+(?:\/\d*[a-z]+)?$/.test(text) ? `${name}: ${text}` : name
}

function limits(text: string | undefined): boolean {
  return text !== undefined && !/^(?:|0|off|none|false|unlimited)$/i.test(text.trim())
}

export function cached(evidence: ProductionEvidence): ChecklistItem {
  const item = { id: "cache", title: "Answers are cached" }
  const { project, parsed } = evidence
  const atEdge = (project.edge?.cache ?? []).map(
    ({ path, ttlSeconds }, index) =>
      `The edge keeps "${path}" for ${ttlSeconds} s (${at(parsed.places.value(["edge", "cache", index]))}).`,
  )
  const stores = project.resources.filter(({ kind }) => kind === "redis").map(({ name }) => name)
  const inStores = publicWeb(evidence).flatMap(({ name, dependsOn }) =>
    dependsOn
      .filter((other) => stores.includes(other))
      .map((store) => `"${name}" uses the store "${store}".`),
  )
  const byVariable = publicWeb(evidence).flatMap(({ name, env }) =>
    env
      .filter((variable) => /CACHE/i.test(variable.name) && limits(variable.text))
      .map((variable) => `"${name}" has "${variable.name}".`),
  )
  const found = [...atEdge, ...inStores, ...byVariable]
  if (publicWeb(evidence).length === 0 && project.edge === undefined) return notNeeded(item)
  return found.length > 0
    ? { ...item, answer: "yes", evidence: found, hint: "" }
    : {
        ...item,
        answer: "no",
        evidence: ["Neither the edge nor a service keeps answers."],
        hint: 'Add "edge: { cache: [{ path: /docs/*, ttl: 300s, public: true }] }", or a redis resource that the service uses.',
      }
}

export function errorTracking({ project, parsed, secret }: ProductionEvidence): ChecklistItem {
  const item = { id: "error-tracking", title: "Errors are reported" }
  const target = project.observability.errors?.target
  if (target === undefined)
    return {
      ...item,
      answer: "no",
      evidence: ["The manifest names no place for errors."],
      hint: 'Add "observability: { errors: { target: NAME } }", and the secret with its address to the services.',
    }
  const place = at(parsed.places.value(["observability", "errors", "target"]))
  const readers = project.services.flatMap(({ name, env }) =>
    env
      .filter((variable) => variable.name.endsWith("_DSN"))
      .map((variable) => ({ name, variable })),
  )
  const unset = readers.filter(
    ({ variable }) => variable.class === "secret" && secret(variable.name) === undefined,
  )
  if (readers.length === 0 || unset.length > 0)
    return {
      ...item,
      answer: "no",
      evidence: [
        `Errors go to ${target} (${place}).`,
        readers.length === 0
          ? "No service reads a variable with its address, such as SENTRY_DSN."
          : `"${unset[0]?.variable.name}" of "${unset[0]?.name}" has no value.`,
      ],
      hint: 'List the variable under "secrets" of the services, and set its value.',
    }
  return {
    ...item,
    answer: "yes",
    evidence: [
      `Errors go to ${target} (${place}).`,
      ...readers.map(({ name, variable }) => `"${name}" reads "${variable.name}".`),
    ],
    hint: "",
  }
}

export function metrics({ project, parsed, checks }: ProductionEvidence): ChecklistItem {
  const item = { id: "dashboard", title: "Somebody can see how it does" }
  const { metrics: measured, logs } = project.observability
  const targets = [
    ...(measured === undefined
      ? []
      : [
          `Metrics go to ${measured.target} (${at(parsed.places.value(["observability", "metrics"]))}).`,
        ]),
    ...(logs === undefined
      ? []
      : [`Logs go to ${logs.target} (${at(parsed.places.value(["observability", "logs"]))}).`]),
  ]
  if (targets.length === 0)
    return {
      ...item,
      answer: "no",
      evidence: ["The manifest names no place for metrics or logs."],
      hint: 'Add "observability: { metrics: { target: NAME } }".',
    }
  const written = (parsed.manifest.checks ?? []).filter(({ request }) =>
    /\s\/(?:metrics|api\/health)\b/.test(request),
  )
  const seen = written.find(({ name }) =>
    checks.some((check) => check.name === name && check.passed),
  )
  return seen === undefined
    ? {
        ...item,
        answer: "unknown",
        evidence: [...targets, "No check saw numbers."],
        hint: 'Add a check of "GET /metrics".',
      }
    : {
        ...item,
        answer: "yes",
        evidence: [...targets, `The check "${seen.name}" saw numbers.`],
        hint: "",
      }
}

function publicWeb({ project }: ProductionEvidence): readonly Service[] {
  return project.services.filter(({ kind, access }) => kind === "web" && access === "public")
}

function notNeeded(item: { readonly id: string; readonly title: string }): ChecklistItem {
  return {
    ...item,
    answer: "not needed",
    evidence: ["No public service takes requests."],
    hint: "",
  }
}

function at({ file, line }: Place): string {
  return `${file}:${line}`
}

import * as errors from "../../../errors/catalogue/workflow.ts"
import { isMap } from "../../manifest/schema/closed.ts"
import { type Found, type Rule, rule } from "../rule.ts"
import { allSteps, type Job, type LintedWorkflow, type Step, textIn } from "./linted-workflow.ts"

const unpinnedAction = rule(errors.unpinnedAction, (file: LintedWorkflow) => {
  const users = [...file.jobs.map(({ value, path }) => ({ value, path })), ...allSteps(file)]
  return users.flatMap((step) => {
    const used = textIn(file, step, "uses")
    return used === undefined || isPinned(used.text)
      ? []
      : [{ params: { action: used.text }, place: used.placeOf(0) }]
  })
})

/** By commit or digest, or part of the same repository. */
function isPinned(used: string): boolean {
  if (/^(?:\.|\$)\//.test(used)) return true
  if (used.startsWith("docker://")) return used.includes("@sha256:")
  return /@[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(used)
}

const broadPermissions = rule(errors.broadPermissions, (file: LintedWorkflow) => {
  const { root, source, jobs } = file
  const declared = root["permissions"]
  if (declared === "write-all") {
    const why = '"permissions: write-all" gives it everything'
    return [{ params: { why }, place: source.placeOf(["permissions"]) }]
  }
  if (declared !== undefined) return wideJobs(file, jobs)
  const open = jobs.filter(({ value }) => value["permissions"] === undefined)
  return [
    ...wideJobs(file, jobs),
    ...open.slice(0, 1).map(({ path }) => ({
      params: { why: "it states no permissions" },
      place: source.placeOfKey(path),
    })),
  ]
})

function wideJobs(
  { source }: LintedWorkflow,
  jobs: readonly Job[],
): readonly Found<{ why: string }>[] {
  return jobs
    .filter(({ value }) => value["permissions"] === "write-all")
    .map(({ name, path }) => ({
      params: { why: `the job "${name}" asks for everything` },
      place: source.placeOf([...path, "permissions"]),
    }))
}

/** Texts that outsiders write: https://docs.github.com/en/actions/concepts/security/script-injections (read 2026-11-21). */
const untrusted =
  /github\.(?:head_ref|event\.(?:[\w.*[\]]*\.)?(?:body|title|message|label|name|email|head_ref|default_branch|page_name|description|ref)\b(?!\w))/

/** Fields of events that end like those above and that only the repository's owners set. */
const harmless =
  /github\.event\.(?:repository|organization|sender|action)\b|github\.event\.workflow_run\.name\b/

const untrustedInput = rule(errors.untrustedInput, (file: LintedWorkflow) =>
  scriptExpressions(file, (expression) => untrusted.test(expression) && !harmless.test(expression)),
)

const secretInCommand = rule(errors.secretInCommand, (file: LintedWorkflow) =>
  scriptExpressions(file, (expression) => /\bsecrets\s*[.[]/.test(expression)),
)

/** Expressions inside commands, and inside scripts given to an action, that meet a condition. */
function scriptExpressions(
  file: LintedWorkflow,
  meets: (expression: string) => boolean,
): readonly Found<{ expression: string }>[] {
  return allSteps(file).flatMap((step) =>
    scriptsOf(file, step).flatMap(({ text, placeOf }) =>
      [...text.matchAll(/\$\{\{[\s\S]*?\}\}/g)]
        .filter(([expression]) => meets(expression))
        .map(({ 0: expression, index }) => ({ params: { expression }, place: placeOf(index) })),
    ),
  )
}

function scriptsOf(file: LintedWorkflow, step: Step) {
  const inputs = step.value["with"]
  const script = isMap(inputs)
    ? textIn(file, { value: inputs, path: [...step.path, "with"] }, "script")
    : undefined
  return [textIn(file, step, "run"), script].filter((text) => text !== undefined)
}

const privileged = ["pull_request_target", "workflow_run"] as const

const untrustedCheckout = rule(errors.untrustedCheckout, (file: LintedWorkflow) => {
  const trigger = privileged.find((name) => file.triggers.includes(name))
  if (trigger === undefined) return []
  return checkouts(file).flatMap(({ value, path }) => {
    const inputs = value["with"]
    const ref = isMap(inputs) ? String(inputs["ref"] ?? "") : ""
    return /github\.(?:head_ref|event\.(?:pull_request\.head|workflow_run\.head))|refs\/pull\//.test(
      ref,
    )
      ? [{ params: { trigger }, place: file.source.placeOf([...path, "with", "ref"]) }]
      : []
  })
})

const persistedCredentials = rule(errors.persistedCredentials, (file: LintedWorkflow) =>
  checkouts(file).flatMap(({ value, path }) => {
    const inputs = value["with"]
    const kept = isMap(inputs) ? inputs["persist-credentials"] : undefined
    return kept === false || kept === "false"
      ? []
      : [{ params: {}, place: file.source.placeOf([...path, "uses"]) }]
  }),
)

function checkouts(file: LintedWorkflow): readonly Step[] {
  return allSteps(file).filter(({ value }) => String(value["uses"]).startsWith("actions/checkout@"))
}

const noTimeout = rule(errors.noTimeout, ({ jobs, source }: LintedWorkflow) =>
  jobs
    .filter(({ value }) => value["timeout-minutes"] === undefined && value["uses"] === undefined)
    .map(({ name, path }) => ({ params: { job: name }, place: source.placeOfKey(path) })),
)

export const workflowRules: readonly Rule<LintedWorkflow>[] = [
  unpinnedAction,
  broadPermissions,
  untrustedInput,
  untrustedCheckout,
  persistedCredentials,
  secretInCommand,
  noTimeout,
]

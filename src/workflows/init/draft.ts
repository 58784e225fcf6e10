import { newManifestText } from "../../core/init/new-manifest.ts"
import { validName } from "../../core/init/valid-name.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { noAbleTarget, targetLeftOut } from "../../errors/catalogue/init.ts"
import { noTerminal } from "../../errors/catalogue/usage.ts"
import { diagnose, type Diagnostic } from "../../errors/diagnostic.ts"
import type { Context } from "../context.ts"
import { askForPlan, askName } from "./ask.ts"
import { detectService } from "./detect-services.ts"
import { findServices, type Wanted } from "./find-services.ts"
import { manifestFile } from "./open-place.ts"
import { ableTargets } from "./plan/able-targets.ts"
import type { InitPlan, PlanInput, PlannedService } from "./plan/init-plan.ts"
import { planInit } from "./plan/plan-init.ts"
import { loadOfService } from "./plan/plan-service.ts"
import { plannedManifest } from "./plan/planned-manifest.ts"
import { type PlannedValue, plannedValues } from "./plan/planned-values.ts"
import { chosen } from "./plan/sourced.ts"
import { listTemplates, readTemplate, type TemplateFile } from "./templates.ts"

/** What is about to be written, before it is checked. */
export interface Draft {
  readonly name: string
  readonly values: readonly PlannedValue[]
  readonly files: readonly TemplateFile[]
  readonly diagnostics: readonly Diagnostic[]
}

interface World {
  readonly context: Context
  /** True where a person at a terminal is asked. */
  readonly asks: boolean
}

/** @throws AidepError `init/unknown-template`. */
export async function draftOfTemplate(
  template: { readonly name: string; readonly from: "flag" | "you" },
  { place, flags }: Wanted,
  { context, asks }: World,
): Promise<Draft> {
  const initial = validName(place.name, "project")
  const answer = asks && flags.name === undefined ? await askName(initial, context.prompt) : initial
  const name = chosen({
    flag: flags.name,
    answer: answer === initial ? undefined : answer,
    fallback: initial,
  })
  const value = name?.value ?? initial
  return {
    name: value,
    values: [
      { label: "name", value, from: name?.from ?? { by: "default" } },
      { label: "template", value: template.name, from: { by: template.from } },
    ],
    files: await readTemplate({ template: template.name, name: value }, context),
    diagnostics: [],
  }
}

/**
 * @throws AidepError `usage/no-terminal` with all that is missing, `init/no-able-target`, and those of
 * `findServices`.
 */
export async function draftOfServices(
  wanted: Wanted & { readonly codeFrom: PlanInput["codeFrom"] },
  world: World,
): Promise<Draft> {
  const { context, asks } = world
  const { place, flags, codeFrom } = wanted
  const providers = await context.platforms.load(context.platforms.ids)
  const input: PlanInput = {
    folderName: place.name,
    found: await findServices(wanted, world),
    projectFolder: (await detectService(".", place.folder, context)).found,
    codeFrom,
    flags,
    answers: {},
    platforms: [...providers.values()],
  }
  const plan = asks ? await askForPlan(input, context.prompt) : planInit(input)
  for (const service of plan.services) refuseWithoutTarget(service, input)
  if (plan.missing.length > 0) throw await missingValues(plan, wanted, context)
  const manifest = plannedManifest(plan)
  return {
    name: manifest.name,
    values: plannedValues(plan),
    files: [{ path: manifestFile, text: newManifestText(manifest) }],
    diagnostics: plan.services.flatMap(({ name: service, unable }) =>
      unable.map(({ target, why }) => diagnose(targetLeftOut, { service, target, why })),
    ),
  }
}

function refuseWithoutTarget(service: PlannedService, { platforms }: PlanInput): void {
  const { name, targets, unable } = service
  if (targets !== undefined || unable.length === 0) return
  const load = loadOfService(service)
  const what = load.gpu ? `${load.kind}, with a GPU` : load.kind
  const able = ableTargets(platforms, load).map(({ id }) => id)
  throw new AidepError(problem(noAbleTarget, { service: name, what, targets: unable, able }))
}

async function missingValues(
  { services, missing }: InitPlan,
  { place }: Wanted,
  context: Context,
): Promise<AidepError> {
  const templates = services.length === 0 ? await listTemplates(context) : []
  return new AidepError(
    problem(noTerminal, {
      missing,
      ...(services.length === 0 ? { situation: `No service was found in "${place.shown}".` } : {}),
      ...(templates.length === 0
        ? {}
        : {
            alternative: `Or start a new project from a template: ${templates.map(({ name }) => `--template ${name}`).join(", ")}.`,
          }),
    }),
  )
}

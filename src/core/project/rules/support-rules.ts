import * as errors from "../../../errors/catalogue/support.ts"
import { diagnose, type Diagnostic } from "../../../errors/diagnostic.ts"
import type { Path } from "../../manifest/yaml-source.ts"
import { external } from "../placement.ts"
import type { PlatformFacts } from "../platform-facts.ts"
import type { Project } from "../project.ts"
import type { ResolveInput } from "../resolve-input.ts"
import {
  edgeFields,
  type RolloutStrategy,
  serviceFields,
  type Support,
  type SupportTable,
} from "../support.ts"

/** One use of something that platforms answer for. */
interface Use {
  readonly path: Path
  /** As users know it: `scale.idle`, `kind: worker`. */
  readonly field: string
  readonly answer: (table: SupportTable) => Support
}

/**
 * What the platforms say to the fields that the manifest writes. Errors count for every listed target, since
 * each is promised to be possible; warnings only for the platform that was chosen.
 */
export function supportProblems(project: Project, input: ResolveInput): readonly Diagnostic[] {
  const judge = judgeWith(input)
  const services = project.services.flatMap(({ name, kind, placement }) => {
    const path = ["services", name]
    const uses: readonly Use[] = [
      { path: [...path, "kind"], field: `kind: ${kind}`, answer: (table) => table.kinds[kind] },
      ...serviceFields
        .filter((field) => input.parsed.writes([...path, ...field.split(".")]))
        .map((field): Use => ({
          path: [...path, ...field.split(".")],
          field,
          answer: (table) => table.fields[field],
        })),
    ]
    return judge({ uses, ...placement })
  })
  const resources = project.resources.flatMap(({ name, kind, placement }) => {
    const path = ["resources", name, "kind"]
    const use: Use = { path, field: `kind: ${kind}`, answer: (table) => table.resources[kind] }
    return judge({ uses: [use], ...placement })
  })
  return [
    ...services,
    ...resources,
    ...edgeSupport(project, input),
    ...projectSupport(project, input),
  ]
}

interface Question {
  readonly uses: readonly Use[]
  /** The chosen platform, and all that are allowed. */
  readonly platform: string
  readonly targets: readonly string[]
}

function judgeWith(input: ResolveInput) {
  return ({ uses, platform, targets }: Question): readonly Diagnostic[] => {
    const ids = [...new Set([platform, ...targets])].filter((id) => id !== external)
    return ids.flatMap((id) => {
      const facts = input.platforms.get(id)
      if (facts?.support === undefined) return []
      const table = facts.support
      return uses.flatMap((use) =>
        report(use, { answer: use.answer(table), facts, chosen: id === platform, input }),
      )
    })
  }
}

interface Judgement {
  readonly answer: Support
  readonly facts: PlatformFacts
  readonly chosen: boolean
  readonly input: ResolveInput
}

function report(use: Use, { answer, facts, chosen, input }: Judgement): readonly Diagnostic[] {
  if (answer.level === "native" || answer.level === "emulated") return []
  if (answer.level === "ignored" && !chosen) return []
  const able = [...input.platforms.values()]
    .filter(({ support }) => support !== undefined && use.answer(support).level === "native")
    .map(({ id }) => id)
  const params = { field: use.field, platform: facts.title, note: answer.note, able }
  const entry = answer.level === "ignored" ? errors.ignoredField : errors.unsupportedField
  return [diagnose(entry, params, input.parsed.places.key(use.path))]
}

function edgeSupport({ edge }: Project, input: ResolveInput): readonly Diagnostic[] {
  if (edge === undefined) return []
  const uses = edgeFields
    .filter((field) => input.parsed.writes(["edge", field]))
    .map((field): Use => ({ path: ["edge", field], field, answer: (table) => table.edge[field] }))
  return judgeWith(input)({ uses, platform: edge.platform, targets: [] })
}

/** Fields of the whole project, answered by each platform that runs one of its services. */
function projectSupport(project: Project, input: ResolveInput): readonly Diagnostic[] {
  const platforms = [...new Set(project.services.map(({ placement }) => placement.platform))]
  const { strategy } = project.rollout
  const uses: readonly Use[] = [
    ...(strategy === "all-at-once" ? [] : [rolloutUse(strategy)]),
    ...(input.parsed.writes(["build", "by"]) ? [buildUse(project.buildBy)] : []),
  ]
  return platforms.flatMap((platform) => judgeWith(input)({ uses, platform, targets: [] }))
}

function rolloutUse(strategy: RolloutStrategy): Use {
  return {
    path: ["rollout", "strategy"],
    field: `rollout.strategy: ${strategy}`,
    answer: (table) => table.rollout[strategy],
  }
}

function buildUse(by: Project["buildBy"]): Use {
  return { path: ["build", "by"], field: `build.by: ${by}`, answer: (table) => table.build[by] }
}

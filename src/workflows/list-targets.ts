import { nearest } from "../core/manifest/nearest.ts"
import { AidepError, problem } from "../errors/aidep-error.ts"
import { unknownTarget } from "../errors/catalogue/project.ts"
import { exitCodes } from "../errors/exit-codes.ts"
import type { Role } from "../core/project/platform-facts.ts"
import { resourceKinds, serviceKinds } from "../core/manifest/schema/service.ts"
import {
  edgeFields,
  rolloutStrategies,
  serviceFields,
  type Support,
  type SupportTable,
} from "../core/project/support.ts"
import type { Provider } from "../provider/provider.ts"
import type { Context } from "./context.ts"

export interface TargetList {
  /** Platforms that aidep renders for, with an answer for every row. */
  readonly platforms: readonly ListedPlatform[]
  readonly rows: readonly SupportRow[]
  /** Platforms that carry no service and write files about the whole project, such as workflows. */
  readonly projectWide: readonly ListedPlatform[]
  /** Platforms that can be listed as targets and nothing more. */
  readonly namedOnly: readonly ListedPlatform[]
}

export interface ListedPlatform {
  readonly id: string
  readonly title: string
  readonly roles: readonly Role[]
  readonly docs: string
}

export interface SupportRow {
  readonly group: "kind" | "field" | "resource" | "edge" | "rollout" | "build"
  readonly name: string
  /** By platform id. */
  readonly answers: Readonly<Record<string, Support>>
}

/** What every platform does with every field of the manifest, from the providers themselves. */
export async function listTargets({ platforms }: Context): Promise<TargetList> {
  const providers = [...(await platforms.load(platforms.ids)).values()]
  return targetList(providers)
}

/** The same from providers at hand; the README's table is made of it. */
export function targetList(providers: readonly Provider[]): TargetList {
  const unanswering = providers.filter(({ support }) => support === undefined)
  const able = providers.filter(({ support }) => support !== undefined)
  const row = (
    group: SupportRow["group"],
    name: string,
    answer: (table: SupportTable) => Support,
  ): SupportRow => ({
    group,
    name,
    answers: Object.fromEntries(
      able.flatMap(({ id, support }) => (support === undefined ? [] : [[id, answer(support)]])),
    ),
  })
  return {
    platforms: able.map(listed),
    rows: [
      ...serviceKinds.map((kind) => row("kind", kind, (table) => table.kinds[kind])),
      ...serviceFields.map((field) => row("field", field, (table) => table.fields[field])),
      ...resourceKinds.map((kind) => row("resource", kind, (table) => table.resources[kind])),
      ...edgeFields.map((field) => row("edge", field, (table) => table.edge[field])),
      ...rolloutStrategies.map((name) => row("rollout", name, (table) => table.rollout[name])),
      ...(["platform", "ci"] as const).map((by) => row("build", by, (table) => table.build[by])),
    ],
    projectWide: unanswering.filter(({ scope }) => scope === "project").map(listed),
    namedOnly: unanswering.filter(({ scope }) => scope === "placed").map(listed),
  }
}

/**
 * One platform of the list.
 *
 * @throws AidepError `project/unknown-target`.
 */
export function findTarget(list: TargetList, id: string): ListedPlatform {
  const all = [...list.platforms, ...list.projectWide, ...list.namedOnly]
  const found = all.find((platform) => platform.id === id)
  if (found !== undefined) return found
  const known = all.map((platform) => platform.id)
  const near = nearest(id, known)
  const params = { target: id, known, ...(near === undefined ? {} : { near }) }
  throw new AidepError({ ...problem(unknownTarget, params), exit: exitCodes.usage })
}

function listed({ id, title, roles, docs }: Provider): ListedPlatform {
  return { id, title, roles, docs }
}

import type { Manifest } from "../../core/manifest/schema/manifest.ts"
import { overlay } from "../../core/manifest/overlay.ts"
import { ownValue } from "../../core/manifest/own-value.ts"
import type { Refusal } from "../../core/cost/stack/price-demand.ts"
import { deployable } from "../../core/project/placement.ts"
import type { Placement, Project } from "../../core/project/project.ts"
import { supportProblems } from "../../core/project/rules/support-rules.ts"
import type { ResolveInput } from "../../core/project/resolve-input.ts"
import type { Provider } from "../../provider/provider.ts"
import { renderProject } from "../../provider/render-project.ts"

export interface Refusals {
  /** Ids of the platforms that aidep can deploy to. */
  readonly deployable: ReadonlySet<string>
  /** What platforms say to parts, by `refusalKey`; parts that can be deployed are not in it. */
  readonly said: ReadonlyMap<string, Refusal>
}

export function refusalKey(item: string, platform: string): string {
  return `${item} ${platform}`
}

/** Asks every platform what it says to each part of the project, as `validate` would if the part were there. */
export function findRefusals(
  project: Project,
  input: ResolveInput,
  providers: ReadonlyMap<string, Provider>,
): Refusals {
  const able = deployable(providers.values())
  const everywhere = { ...input, platforms: new Map([...input.platforms, ...providers]) }
  const items = [...project.services, ...project.resources]
  const said = able.flatMap(({ id }) => {
    const provider = providers.get(id)
    const elsewhere = able.find((other) => other.id !== id)?.id
    if (provider === undefined) return []
    return items.flatMap(({ name }): readonly (readonly [string, Refusal])[] => {
      const asked = { name, provider, elsewhere, project, everywhere }
      const refusal = refusalOf(asked) ?? closedTo(asked)
      return refusal === undefined ? [] : [[refusalKey(name, id), refusal]]
    })
  })
  return { deployable: new Set(able.map(({ id }) => id)), said: new Map(said) }
}

interface Asked {
  readonly name: string
  readonly provider: Provider
  /** Another platform, for callers that are not on this one. */
  readonly elsewhere: string | undefined
  readonly project: Project
  readonly everywhere: ResolveInput
}

/** What the platform says to the item itself, its callers being there too. */
function refusalOf(asked: Asked): Refusal | undefined {
  const { name, provider, project } = asked
  const callers = callersOf(name, project)
  const withoutIt = new Set(errorsAt({ [provider.id]: callers }, asked))
  const errors = errorsAt({ [provider.id]: [name, ...callers] }, asked)
  const reason = errors.find((error) => !withoutIt.has(error))
  return reason === undefined ? undefined : { reason, besideCallers: false }
}

/** What the platform says to the item when its callers are elsewhere: some stores are closed to the outside. */
function closedTo(asked: Asked): Refusal | undefined {
  const { name, provider, elsewhere, project } = asked
  const callers = callersOf(name, project)
  if (elsewhere === undefined || callers.length === 0) return undefined
  const here = project.services
    .filter(
      (service) => callers.includes(service.name) && service.placement.platform === provider.id,
    )
    .map((service) => service.name)
  const withoutIt = new Set(errorsAt({ [elsewhere]: [name, ...here] }, asked))
  const errors = errorsAt({ [provider.id]: [name], [elsewhere]: here }, asked)
  const reason = errors.find((error) => !withoutIt.has(error))
  return reason === undefined ? undefined : { reason, besideCallers: true }
}

/** Errors of the platform with items moved, by the platform they are moved to. */
function errorsAt(
  moves: Readonly<Record<string, readonly string[]>>,
  { name, provider, project, everywhere }: Asked,
): readonly string[] {
  const { parsed } = everywhere
  const changed = Object.entries(moves).reduce(
    (placed, [platform, names]) =>
      names.reduce(
        (before, item) => moved(before, item, placementOn(platform, item, everywhere)),
        placed,
      ),
    project,
  )
  const isHere = ({ placement }: { readonly placement: Placement }) =>
    placement.platform === provider.id
  const only = {
    ...changed,
    services: changed.services.filter((item) => item.name === name && isHere(item)),
    resources: changed.resources.filter((item) => item.name === name && isHere(item)),
    edge: undefined,
  }
  return [
    ...supportProblems(only, everywhere),
    ...renderProject(changed, { parsed, providers: [provider] }).diagnostics,
  ]
    .filter(({ severity }) => severity === "error")
    .map(({ message }) => message)
}

function callersOf(name: string, { services }: Project): readonly string[] {
  return services.filter(({ dependsOn }) => dependsOn.includes(name)).map((caller) => caller.name)
}

function placementOn(platform: string, name: string, { parsed }: ResolveInput): Placement {
  return { platform, targets: [platform], options: optionsOn(platform, name, parsed.manifest) }
}

/** Options of a platform for an item, as the manifest writes them. */
export function optionsOn(
  platform: string,
  name: string,
  { services, resources, platforms }: Manifest,
): Placement["options"] {
  const own = ownValue((services[name] ?? resources?.[name])?.platforms, platform)
  const shared = ownValue(platforms, platform) || {}
  return own === undefined ? shared : overlay(shared, own)
}

function moved(project: Project, name: string, placement: Placement): Project {
  const place = <Item extends { readonly name: string; readonly placement: Placement }>(
    item: Item,
  ): Item => (item.name === name ? { ...item, placement } : item)
  return {
    ...project,
    services: project.services.map(place),
    resources: project.resources.map(place),
  }
}

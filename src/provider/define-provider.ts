import type * as z from "zod"
import { remoteName } from "../core/project/names.ts"
import type { Placement } from "../core/project/project.ts"
import { type Diagnostic, hasErrors } from "../errors/diagnostic.ts"
import type {
  ItemScope,
  ManifestPath,
  OptionsPlace,
  PlatformInput,
  PlatformOutput,
  PlatformSpecs,
  Provider,
  ProviderDefinition,
  Scope,
  Specified,
  SpecsOnPlatform,
} from "./provider.ts"
import type { Remote, RemoteScope } from "./remote.ts"
import { withScope } from "./with-scope.ts"

/** Longest name where a platform says nothing else: a label of DNS. */
const defaultMaxNameLength = 63

/** Turns a definition into a provider: fills in what it left out and binds its functions to its types. */
export function defineProvider<Options, Specs extends PlatformSpecs>(
  definition: ProviderDefinition<Options, Specs>,
): Provider {
  const {
    options,
    check: _check,
    spec: _spec,
    resources: _resources,
    render: _render,
    remote,
    ...profile
  } = definition
  return {
    alwaysAllowed: false,
    scope: "placed",
    maxNameLength: defaultMaxNameLength,
    credentials: [],
    tools: [],
    retirements: [],
    sources: ["image", "commit"],
    errors: [],
    simulator: undefined,
    ...profile,
    remote: remote === undefined ? undefined : async () => bindRemote(await remote(), options),
    optionsSchema: options,
    carryOut: (input) => carryOut(definition, input),
  }
}

/** The driver with its options parsed, which the manifest's diagnostics have made sure are valid. */
function bindRemote<Options>(remote: Remote<Options>, schema: z.ZodType<Options>): Remote {
  const bound = (scope: RemoteScope): RemoteScope<Options> => ({
    ...scope,
    options: schema.parse(scope.options ?? {}),
  })
  return withScope(remote, bound)
}

interface Found<T> {
  readonly values: readonly T[]
  readonly diagnostics: readonly Diagnostic[]
}

function carryOut<Options, Specs extends PlatformSpecs>(
  definition: ProviderDefinition<Options, Specs>,
  input: PlatformInput,
): PlatformOutput {
  const path: ManifestPath = ["platforms", definition.id]
  const parsed = parseOptions(definition, input, { value: input.options, paths: [path] })
  const { specs, diagnostics: found } = specifyAll(definition, input)
  const [options] = parsed.values
  if (options === undefined)
    return { specs, ...nothing, diagnostics: [...parsed.diagnostics, ...found] }
  const scope = scopeOf(definition, input, options)
  const checked = definition.check?.({ ...scope, report: input.reporting.at(path) }) ?? []
  const diagnostics = [...parsed.diagnostics, ...found, ...checked]
  if (hasErrors(diagnostics)) return { specs, ...nothing, diagnostics }
  return {
    specs,
    resources: definition.resources?.(specs, scope) ?? [],
    artifacts: definition.render?.(specs, scope) ?? [],
    diagnostics,
  }
}

const nothing = { resources: [], artifacts: [] }

function scopeOf<Options, Specs extends PlatformSpecs>(
  { maxNameLength = defaultMaxNameLength }: ProviderDefinition<Options, Specs>,
  { surroundings }: PlatformInput,
  options: Options,
): Scope<Options> {
  const { name, environment } = surroundings.project
  const nameOf = (part: string) => remoteName([name, environment, part], maxNameLength)
  return { ...surroundings, options, nameOf }
}

interface SpecifiedItems<Specs extends PlatformSpecs> {
  readonly specs: SpecsOnPlatform<Specs>
  readonly diagnostics: readonly Diagnostic[]
}

function specifyAll<Options, Specs extends PlatformSpecs>(
  definition: ProviderDefinition<Options, Specs>,
  input: PlatformInput,
): SpecifiedItems<Specs> {
  const { id, spec } = definition
  const specify = <Item, Spec>(item: Item, plan: ItemPlan<Item, Spec, Options>): Found<Spec> =>
    specifyItem(item, { plan, definition, input })
  const services = input.services.map((service) => {
    const options = optionsOn(id, service.placement, input.options)
    return specify(service, { path: ["services", service.name], options, make: spec?.service })
  })
  const resources = input.resources.map((resource) => {
    const options = optionsOn(id, resource.placement, input.options)
    return specify(resource, { path: ["resources", resource.name], options, make: spec?.resource })
  })
  const edge =
    input.edge === undefined
      ? undefined
      : specify(input.edge, { path: ["edge"], options: input.options, make: spec?.edge })
  return {
    specs: {
      services: services.flatMap(({ values }) => values),
      resources: resources.flatMap(({ values }) => values),
      edge: edge?.values[0],
    },
    diagnostics: [
      ...services.flatMap(({ diagnostics }) => diagnostics),
      ...resources.flatMap(({ diagnostics }) => diagnostics),
      ...(edge?.diagnostics ?? []),
    ],
  }
}

interface ItemPlan<Item, Spec, Options> {
  readonly path: ManifestPath
  readonly options: unknown
  readonly make: ((item: Item, scope: ItemScope<Options>) => Specified<Spec>) | undefined
}

interface ItemWork<Item, Spec, Options, Specs extends PlatformSpecs> {
  readonly plan: ItemPlan<Item, Spec, Options>
  readonly definition: ProviderDefinition<Options, Specs>
  readonly input: PlatformInput
}

function specifyItem<Item, Spec, Options, Specs extends PlatformSpecs>(
  item: Item,
  { plan: { path, options, make }, definition, input }: ItemWork<Item, Spec, Options, Specs>,
): Found<Spec> {
  const paths: readonly ManifestPath[] = [
    [...path, "platforms", definition.id],
    ["platforms", definition.id],
  ]
  const parsed = parseOptions(definition, input, { value: options, paths })
  const [value] = parsed.values
  if (make === undefined || value === undefined)
    return { values: [], diagnostics: parsed.diagnostics }
  const scope = { ...scopeOf(definition, input, value), report: input.reporting.at(path) }
  const { spec, diagnostics } = make(item, scope)
  return { values: [spec], diagnostics }
}

/** A platform that serves the whole project reads its own block; the item's options are another platform's. */
function optionsOn(id: string, placement: Placement, platformOptions: unknown): unknown {
  return placement.platform === id ? placement.options : platformOptions
}

function parseOptions<Options, Specs extends PlatformSpecs>(
  { options }: ProviderDefinition<Options, Specs>,
  { reporting }: PlatformInput,
  place: OptionsPlace,
): Found<Options> {
  const value = place.value ?? {}
  const result = options.safeParse(value)
  if (result.success) return { values: [result.data], diagnostics: [] }
  return { values: [], diagnostics: reporting.options(result.error, options, { ...place, value }) }
}

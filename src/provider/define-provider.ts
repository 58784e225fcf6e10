import { remoteName } from "../core/project/names.ts"
import type { Placement } from "../core/project/project.ts"
import { type Diagnostic, hasErrors } from "../errors/diagnostic.ts"
import type {
  ItemScope,
  ManifestPath,
  PlatformInput,
  PlatformOutput,
  PlatformSpecs,
  Provider,
  ProviderDefinition,
  Scope,
  Specified,
} from "./provider.ts"

/** Turns a definition into a provider: fills in what it left out and binds its functions to its types. */
export function defineProvider<Options, Specs extends PlatformSpecs>(
  definition: ProviderDefinition<Options, Specs>,
): Provider {
  const { options, check: _check, spec: _spec, render: _render, ...profile } = definition
  return {
    alwaysAllowed: false,
    scope: "placed",
    maxNameLength: 63,
    credentials: [],
    tools: [],
    retirements: [],
    errors: [],
    ...profile,
    optionsSchema: options,
    carryOut: (input) => carryOut(definition, input),
  }
}

interface Found<T> {
  readonly values: readonly T[]
  readonly diagnostics: readonly Diagnostic[]
}

function carryOut<Options, Specs extends PlatformSpecs>(
  definition: ProviderDefinition<Options, Specs>,
  input: PlatformInput,
): PlatformOutput {
  const platformPath: ManifestPath = ["platforms", definition.id]
  const parse = optionsParser(definition, input)
  const platformOptions = parse(input.options, [platformPath])
  const { project, platforms } = input
  const nameOf = (part: string) =>
    remoteName([project.name, project.environment, part], definition.maxNameLength ?? 63)
  const scopeWith = (options: Options): Scope<Options> => ({ project, platforms, options, nameOf })

  const specify = <Item, Spec>(
    item: Item,
    { path, options, make }: ItemPlan<Item, Spec, Options>,
  ): Found<Spec> => {
    const parsed = parse(options, [[...path, "platforms", definition.id], platformPath])
    const [value] = parsed.values
    if (make === undefined || value === undefined)
      return { values: [], diagnostics: parsed.diagnostics }
    const report = input.reporting.at(path)
    const { spec, diagnostics } = make(item, { ...scopeWith(value), report })
    return { values: [spec], diagnostics }
  }

  const services = merge(
    input.services.map((service) =>
      specify(service, {
        path: ["services", service.name],
        options: optionsOn(definition.id, service.placement, input.options),
        make: definition.spec?.service,
      }),
    ),
  )
  const resources = merge(
    input.resources.map((resource) =>
      specify(resource, {
        path: ["resources", resource.name],
        options: optionsOn(definition.id, resource.placement, input.options),
        make: definition.spec?.resource,
      }),
    ),
  )
  const edges = merge(
    (input.edge === undefined ? [] : [input.edge]).map((edge) =>
      specify(edge, { path: ["edge"], options: input.options, make: definition.spec?.edge }),
    ),
  )
  const specs = { services: services.values, resources: resources.values, edge: edges.values[0] }
  const found = [platformOptions, services, resources, edges].flatMap(
    ({ diagnostics }) => diagnostics,
  )
  const [options] = platformOptions.values
  if (options === undefined) return { specs, artifacts: [], diagnostics: found }
  const scope = scopeWith(options)
  const report = input.reporting.at(platformPath)
  const diagnostics = [...found, ...(definition.check?.({ ...scope, report }) ?? [])]
  if (definition.render === undefined || hasErrors(diagnostics))
    return { specs, artifacts: [], diagnostics }
  return { specs, artifacts: definition.render(specs, scope), diagnostics }
}

interface ItemPlan<Item, Spec, Options> {
  readonly path: ManifestPath
  readonly options: unknown
  readonly make: ((item: Item, scope: ItemScope<Options>) => Specified<Spec>) | undefined
}

/** A platform that serves the whole project reads its own block; the item's options are another platform's. */
function optionsOn(id: string, placement: Placement, platformOptions: unknown): unknown {
  return placement.platform === id ? placement.options : platformOptions
}

function optionsParser<Options, Specs extends PlatformSpecs>(
  definition: ProviderDefinition<Options, Specs>,
  input: PlatformInput,
) {
  return (value: unknown, paths: readonly ManifestPath[]): Found<Options> => {
    const result = definition.options.safeParse(value ?? {})
    if (result.success) return { values: [result.data], diagnostics: [] }
    const place = { value: value ?? {}, paths }
    return {
      values: [],
      diagnostics: input.reporting.options(result.error, definition.options, place),
    }
  }
}

function merge<T>(found: readonly Found<T>[]): Found<T> {
  return {
    values: found.flatMap(({ values }) => values),
    diagnostics: found.flatMap(({ diagnostics }) => diagnostics),
  }
}

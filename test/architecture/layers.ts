import type { SourceFile } from "./source-file.ts"

/** Who may import whom. The linter holds the same rules; this table does not depend on it. */
interface Layer {
  readonly name: string
  /** Which files are in it. The first layer that matches a file counts. */
  readonly files: RegExp
  /** What they may import: paths of ours, names of packages, node: modules. */
  readonly mayImport: readonly RegExp[]
}

const errors = /^src\/errors\//
const ports = /^src\/ports\//
const core = /^src\/core\//
const provider = /^src\/provider\//
const workflows = /^src\/workflows\//
const cli = /^src\/cli\//
const adapters = /^src\/adapters\//
const zod = /^zod(\/|$)/
const pure =
  /^(semver|yaml|smol-toml|diff|dockerfile-ast|fast-xml-builder|sarif|fastest-levenshtein|@noble\/hashes(\/.*)?)$/
const anyPackage = /^(?!\.|src\/|providers\/|test\/|bin\/|aidep(\/|$))/
const registry = /^providers\/(registry|price-books)\.gen\.ts$/
const contract = /^aidep\/provider$/

const layers: readonly Layer[] = [
  { name: "errors", files: errors, mayImport: [errors] },
  { name: "ports", files: ports, mayImport: [ports] },
  { name: "core", files: core, mayImport: [core, errors, zod, pure] },
  {
    name: "provider",
    files: provider,
    mayImport: [provider, core, ports, errors, zod, /^semver$/],
  },
  {
    name: "workflows",
    files: workflows,
    // Paths are texts: node:path touches nothing. p-map only orders what is called.
    mayImport: [workflows, core, provider, ports, errors, /^node:path$/, /^p-map$/],
  },
  { name: "adapters", files: adapters, mayImport: [adapters, ports, anyPackage] },
  {
    name: "cli",
    files: /^src\/(cli\/|main\.ts$)/,
    mayImport: [
      cli,
      adapters,
      workflows,
      core,
      provider,
      ports,
      errors,
      registry,
      /^src\/main\.ts$/,
      anyPackage,
    ],
  },
  {
    name: "commands",
    files: /^src\/commands\//,
    mayImport: [/^src\/commands\//, cli, workflows, /^@oclif\/core(\/|$)/],
  },
  {
    name: "registry",
    files: registry,
    mayImport: [
      /^providers\/[a-z][a-z0-9-]*\/provider\.ts$/,
      /^providers\/_prices\/([a-z][a-z0-9-]*\/price-book|_tokens\/token-price-books|_architectures\/architectures)\.ts$/,
      contract,
    ],
  },
]

/** What a file of providers/ may import depends on its platform and on whether it is a simulator. */
function providerLayer({ path }: SourceFile): Layer | undefined {
  const [, id, rest] = /^providers\/([^/]+)\/(.+)$/.exec(path) ?? []
  if (id === undefined || rest === undefined) return undefined
  const own = new RegExp(`^providers/(${id}/|_prices/${id}(/|\\.ts$))`)
  const simulator = /^simulator(\/|\.ts$)/.test(rest) ? [/^node:http$/, /^graphql$/] : []
  const prices =
    id === "_prices"
      ? [/^providers\/[a-z][a-z0-9-]*\/regions\.ts$/, /^(@pydantic\/genai-prices|csv-parse\/sync)$/]
      : []
  return {
    name: `providers/${id}`,
    files: own,
    mayImport: [contract, own, /^providers\/_shared\//, zod, ...simulator, ...prices],
  }
}

/** One sentence for each import that the table does not allow. */
export function layerViolations(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => {
    const layer = layers.find((candidate) => candidate.files.test(file.path)) ?? providerLayer(file)
    if (layer === undefined) return [`${file.path} is in no layer.`]
    return file.imports
      .filter((name) => !layer.mayImport.some((allowed) => allowed.test(name)))
      .map((name) => `${file.path} (${layer.name}) must not import ${name}.`)
  })
}

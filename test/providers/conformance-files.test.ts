import { describe, expect, test } from "vitest"
import type { Artifact } from "../../src/core/artifact/artifact.ts"
import { serialize } from "../../src/core/artifact/serialize.ts"
import { hasErrors } from "../../src/errors/diagnostic.ts"
import type { Provider } from "../../src/provider/provider.ts"
import { allProviders } from "../support/all-providers.ts"
import { fixtureManifests, fixtureSources } from "../support/fixture-manifests.ts"
import { type Files, goldenFiles } from "../support/golden.ts"
import { parsedText } from "../support/parse-text.ts"
import { renderManifest } from "../support/render-manifest.ts"

const providers = await allProviders()
const cases = fixtureManifests().flatMap(({ name, text }) =>
  providers.flatMap((provider) => {
    const target = targetFor(provider, text)
    return target === "none" ? [] : [{ fixture: name, text, platform: provider.id, target }]
  }),
)

describe.each(cases)("$fixture on $platform", ({ fixture, text, platform, target }) => {
  const rendered = render(text, target)
  const artifacts = rendered.platforms.get(platform)?.artifacts ?? []

  test("is rendered without an error", () => {
    expect(rendered.diagnostics.filter((diagnostic) => hasErrors([diagnostic]))).toEqual([])
  })

  test("is what the golden files say (UPDATE_GOLDEN=1 rewrites them)", () => {
    const made = filesOf(artifacts)
    const golden = goldenFiles(`${fixture}/${platform}`, made)
    expect(Object.keys(made)).toEqual(Object.keys(golden))
    expect(made).toEqual(golden)
  })

  test("is byte for byte the same the second time, whatever the order of the platforms", () => {
    const again = render(text, target, providers.toReversed())
    expect(sorted(again.files)).toEqual(sorted(rendered.files))
  })

  test("holds no value of a secret", () => {
    const leaks = [...rendered.files].filter(([, content]) => content.includes(canary))
    expect(leaks).toEqual([])
  })

  test("stays inside the project, each file once", () => {
    const paths = artifacts.map(({ path }) => path)
    expect(new Set(paths).size).toBe(paths.length)
    expect(paths.filter((path) => !isInside(path))).toEqual([])
  })
})

/** Where a platform takes part in a fixture: as a target, at the edge, or for the whole project. */
function targetFor({ id, scope, support }: Provider, text: string): string | undefined | "none" {
  const { services, resources = {}, edge } = parsedText(text).manifest
  const items = [...Object.values(services), ...Object.values(resources)]
  if (support === undefined && scope === "placed") return "none"
  if (items.some(({ targets }) => targets.includes(id)) || edge?.target === id) return id
  return scope === "project" ? undefined : "none"
}

const canary = "canary-never-written"

/** Every secret that the fixtures name, and aidep's own, as if the environment held them. */
const variables = Object.fromEntries(
  fixtureManifests()
    .flatMap(({ text }) => [...text.matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g)])
    .map(([name]) => name)
    .concat("AIDEP_SECRET_KEY", "AIDEP_TOKEN", "VECTORS_URL", "SEARCH_URL", "MODAL_TOKEN_SECRET")
    .map((name) => [name, `${canary}-${name}`]),
)

function render(text: string, target: string | undefined, on = providers) {
  return renderManifest(text, {
    providers: on,
    sources: fixtureSources,
    variables,
    ...(target === undefined ? {} : { target }),
  })
}

function filesOf(artifacts: readonly Artifact[]): Files {
  return Object.fromEntries(
    artifacts
      .map((artifact): [string, string] => [artifact.path, serialize(artifact)])
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  )
}

function sorted(files: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
  return [...files].toSorted(([a], [b]) => (a < b ? -1 : 1))
}

function isInside(path: string): boolean {
  const steps = path.split("/")
  return !path.includes("\\") && steps.every((step) => !["", ".", ".."].includes(step))
}

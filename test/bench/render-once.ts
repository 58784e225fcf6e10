import { serialize } from "../../src/core/artifact/serialize.ts"
import { type ParsedManifest, parseManifest } from "../../src/core/manifest/parse-manifest.ts"
import { resolveProject } from "../../src/core/project/resolve-project.ts"
import type { Provider } from "../../src/provider/provider.ts"
import { renderProject } from "../../src/provider/render-project.ts"
import { loadProviders } from "../support/load-providers.ts"
import { nodeSource, pythonSource } from "../support/render-manifest.ts"
import { largeManifest } from "./large-manifest.ts"

// Prints how many milliseconds resolving and rendering a manifest of so many services takes: render-once.ts 1000
await measure(Number(process.argv[2]))

async function measure(services: number): Promise<void> {
  const parsed = parse(services)
  const providers = await loadProviders()
  const start = performance.now()
  renderOnce(parsed, providers)
  console.log(performance.now() - start)
}

function parse(services: number): ParsedManifest {
  const bytes = new TextEncoder().encode(largeManifest(services))
  const { parsed, diagnostics } = parseManifest(bytes, { file: "aidep.yaml" })
  if (parsed === undefined) throw new Error(JSON.stringify(diagnostics.slice(0, 3)))
  return parsed
}

function renderOnce(parsed: ParsedManifest, providers: readonly Provider[]): void {
  const sources = new Map(
    Object.values(parsed.manifest.services).map((service) => [
      service.source ?? "",
      service.targets.includes("modal") ? pythonSource : nodeSource,
    ]),
  )
  const { project, diagnostics } = resolveProject({
    parsed,
    platforms: new Map(providers.map((provider) => [provider.id, provider])),
    platformIds: providers.map(({ id }) => id),
    sources,
    variables: {},
  })
  if (project === undefined) throw new Error(JSON.stringify(diagnostics.slice(0, 3)))
  const rendered = renderProject(project, { parsed, providers })
  const characters = rendered.artifacts.reduce(
    (sum, artifact) => sum + serialize(artifact).length,
    0,
  )
  if (characters < 100_000) throw new Error("nothing was rendered")
}

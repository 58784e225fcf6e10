import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { loadProviders } from "./support/load-providers.ts"
import { pythonSource, renderManifest } from "./support/render-manifest.ts"

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8")
const manifest = /```yaml\n(# yaml-language-server[\s\S]*?)```/.exec(readme)?.[1] ?? ""

async function diagnosticsOf(text: string) {
  const { diagnostics } = renderManifest(text, {
    providers: await loadProviders(),
    sources: { "./services/inference": pythonSource },
  })
  return diagnostics
}

test("the manifest of the README is valid", async () => {
  const diagnostics = await diagnosticsOf(manifest)
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([])
})

test("the mistake that the README shows is reported as it says", async () => {
  const [diagnostic] = await diagnosticsOf(manifest.replace("max: 3", "maximum: 3"))
  const { place, message, hint, code } = diagnostic ?? {}
  const where = `${place?.file}:${place?.line}:${place?.column}`
  expect(readme).toContain(`${where} error ${message} [${code}]\n  → ${hint}`)
})

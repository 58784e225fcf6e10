import * as z from "zod"
import { expect, test } from "vitest"
import { defineProvider, type Artifact } from "../../src/provider/index.ts"
import { loadProviders } from "../support/load-providers.ts"
import { renderManifest } from "../support/render-manifest.ts"

const manifest = (services: string) => `version: 1\nname: shop\nservices:\n${services}`

/** A platform that writes one file with the given text for the whole project. */
function writer(id: string, text: string) {
  const artifact: Artifact = {
    path: "shared.txt",
    content: { format: "text", text, comment: "#" },
  }
  return defineProvider({
    id,
    title: id,
    docs: "https://example.com",
    roles: ["pipeline"],
    scope: "project",
    support: undefined,
    options: z.strictObject({}),
    render: () => [artifact],
  })
}

const service = "  api: { kind: web, image: acme/api, targets: [external] }\n"

test("platforms that agree on a file share it", () => {
  const { files, diagnostics } = renderManifest(manifest(service), {
    providers: [writer("one", "same"), writer("two", "same")],
  })
  expect([...files.keys()]).toEqual(["shared.txt"])
  expect(diagnostics).toEqual([])
})

test("platforms that do not agree on a file are an error, and no content wins in silence", () => {
  const { diagnostics } = renderManifest(manifest(service), {
    providers: [writer("one", "this"), writer("two", "that")],
  })
  expect(diagnostics).toMatchObject([
    {
      code: "artifact/collision",
      message: '"shared.txt" would get different content from one and two.',
    },
  ])
})

test("services built from one folder get a Dockerfile each", async () => {
  const { files, diagnostics } = renderManifest(
    manifest(
      `  api: { kind: web, source: ./app, targets: [fly], port: 8080 }
  consumer: { kind: worker, source: app/, targets: [fly], command: [node, consumer.js] }
  alone: { kind: web, source: ./alone, targets: [fly] }
`,
    ),
    { providers: await loadProviders() },
  )
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([])
  expect([...files.keys()].filter((path) => path.includes("Dockerfile")).toSorted()).toEqual([
    "alone/Dockerfile",
    "app/Dockerfile.api",
    "app/Dockerfile.consumer",
  ])
  expect(files.get("app/Dockerfile.consumer")).toContain("consumer.js")
  expect(files.get("fly.consumer.toml")).toContain('dockerfile = "app/Dockerfile.consumer"')
})

import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, describe, expect, test } from "vitest"
import { pythonSource, type RenderedManifest } from "../../support/render-manifest.ts"
import { composeOf, renderOnCompose, webService, wholeProject } from "./render-compose.ts"
import { dockerCompose, schemaErrors, withoutSpecs } from "./tools.ts"

const rendered = renderOnCompose(wholeProject, { sources: { "./model": pythonSource } })
const files = ["compose.yaml", "compose.production.yaml"] as const

describe("both files", () => {
  test("are there with a Dockerfile for each folder that has none", () => {
    expect(rendered.diagnostics.filter(({ severity }) => severity === "error")).toEqual([])
    expect([...rendered.files.keys()].filter((path) => !path.endsWith(".dockerignore"))).toEqual([
      ...files,
      "api/Dockerfile",
      "model/Dockerfile",
      "mailer/Dockerfile",
      "report/Dockerfile",
      "site/Dockerfile",
    ])
  })

  test("run the whole project, wherever its parts are placed", () => {
    const names = Object.keys(composeOf(rendered, "development").services)
    const services = ["api", "api-pre-deploy", "model", "mailer", "report", "site", "search"]
    const stores = ["cache", "orders-db", "documents", "vectors", "files"]
    expect(names.toSorted()).toEqual([...services, ...stores].toSorted())
  })

  test("leave out what runs elsewhere, whose address is then a variable", () => {
    const partly = renderOnCompose(
      webService(
        "env: { SEARCH_URL: '${services.search.url}', VECTORS: '${resources.vectors.url}' }",
        `  search: { kind: web, targets: [external] }
resources:
  vectors: { kind: qdrant, targets: [external] }
`,
      ),
    )
    const { services } = composeOf(partly, "development")
    expect(Object.keys(services)).toEqual(["api"])
    expect(services["api"]?.environment).toMatchObject({
      SEARCH_URL: "${SEARCH_URL:?}",
      VECTORS: "${VECTORS_URL:?}",
    })
  })

  test("are not written for a project without a container", () => {
    const none = renderOnCompose(
      "version: 1\nname: shop\nservices:\n  api: { kind: web, targets: [external] }\n",
    )
    expect([...none.files.keys()]).toEqual([])
  })

  test("list what has to stand in .env", () => {
    const line = "# Variables to set in .env: API_KEYS, DOCUMENTS_PASSWORD, FILES_ACCESS_KEY, "
    for (const file of files)
      expect(rendered.files.get(file)).toContain(
        `${line}FILES_SECRET_KEY, MODEL_TOKEN, ORDERS_DB_PASSWORD\n`,
      )
  })

  test.skipIf(withoutSpecs)("follow the Compose Specification", () => {
    for (const file of files) expect(schemaErrors(rendered.files.get(file) ?? "")).toEqual([])
  })
})

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** What Docker Compose itself makes of a file, without an engine. */
function config(manifest: RenderedManifest, file: string, variables: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), "aidep-compose-"))
  folders.push(folder)
  writeFileSync(join(folder, file), manifest.files.get(file) ?? "")
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`)
  writeFileSync(join(folder, ".env"), lines.join(""))
  const result = spawnSync(
    dockerCompose.path,
    ["-f", file, "--profile", "*", "config", "--format", "json"],
    { cwd: folder, encoding: "utf8", env: { PATH: process.env["PATH"] } },
  )
  // The package that carries the client loses its exit status; a refusal says why and prints no file.
  return { stderr: result.stderr, stdout: result.stdout }
}

const variables = {
  API_KEYS: "k",
  DOCUMENTS_PASSWORD: "d",
  FILES_ACCESS_KEY: "a",
  FILES_SECRET_KEY: "s",
  MODEL_TOKEN: "t",
  ORDERS_DB_PASSWORD: "p",
}

describe.skipIf(dockerCompose.missing)("Docker Compose", () => {
  test("accepts both files, and reads every text as it was written", () => {
    for (const file of files) {
      const { stderr, stdout } = config(rendered, file, variables)
      expect(stderr).toBe("")
      const { services } = JSON.parse(stdout)
      expect(services.api.environment).toMatchObject({
        AIDEP_DEPLOYMENT: "local",
        API_KEYS: "k",
        CACHE_URL: "redis://cache:6379",
        DATABASE_URL: "postgres://app:p@orders-db:5432/orders_db",
        MODEL_TOKEN: "t",
        MODEL_URL: "http://model:8000",
        PORT: "8080",
        // `config` writes a dollar sign as Compose files do.
        PRICE: "5 $$ each",
      })
      expect(services.model.environment.AIDEP_TOKEN).toBe("t")
      expect(services.cache.command).toEqual(["redis-server", "--appendonly", "yes"])
      expect(services["api-pre-deploy"].restart).toBe("no")
    }
  })

  test("hands nginx its own variables", () => {
    const { configs } = JSON.parse(config(rendered, "compose.production.yaml", variables).stdout)
    expect(configs.nginx.content).toContain("proxy_set_header Host $$host;")
  })

  test("names the secret that is missing", () => {
    const { API_KEYS: _left, ...rest } = variables
    const { stderr, stdout } = config(rendered, "compose.yaml", rest)
    expect(stderr).toContain("required variable API_KEYS is missing a value")
    expect(stdout).toBe("")
  })
})

test("no file shows more than the names of secrets", () => {
  for (const [path, text] of rendered.files) {
    const values = text.matchAll(/(?:API_KEYS|PASSWORD|TOKEN|SECRET_KEY|ACCESS_KEY): (.*)$/gm)
    for (const [, value] of values)
      expect([path, value]).toEqual([path, expect.stringMatching(/^\$\{\w+:\?\}$/)])
  }
})

import { existsSync, readFileSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { modelSource, shopFiles, shopManifest } from "./shop-stack.ts"
import { apiKey, projectKey, stack } from "./stack.ts"

test("deploy, look, check, change, take down", async () => {
  const shop = await stack(shopFiles)

  const first = await shop.run("deploy", "--json")
  expect(first.exit, first.stderr).toBe(0)
  const { data } = JSON.parse(first.stdout)
  expect(data).toMatchObject({ environment: "production", verdict: { status: "live" } })
  expect(data.services.map(({ name, change }: Named) => [name, change])).toEqual(
    expect.arrayContaining([
      ["gateway", "create"],
      ["model", "create"],
    ]),
  )
  const gatewayUrl = data.services.find(({ name }: Named) => name === "gateway").url
  expect(await idOf(gatewayUrl)).toBe(
    data.services.find(({ name }: Named) => name === "gateway").deploymentId,
  )

  const shown = await shop.run("status")
  expect(shown.stdout).toContain(`Release ${data.release}`)
  expect(shown.stdout).toMatch(/gateway +local +running/)
  const before = await shop.standing()

  const checked = await shop.run("check", "--live", "--json")
  expect(checked.exit, checked.stdout).toBe(0)
  expect(JSON.parse(checked.stdout)).toMatchObject({ ok: true, command: "check" })

  expect((await shop.run("logs", "model")).stdout).toBe("model is up\n")
  expect(JSON.parse((await shop.run("logs", "gateway", "--json")).stdout).data).toEqual({
    lines: ["gateway is up"],
  })
  const unknown = await shop.run("logs", "nobody", "--json")
  expect(unknown.exit).toBe(1)
  expect(JSON.parse(unknown.stdout).error.code).toBe("deploy/not-standing")

  const pids = shop.processes()
  const again = await shop.run("deploy", "--json")
  expect(JSON.parse(again.stdout).data.services.map(({ change }: Named) => change)).toEqual([
    "none",
    "none",
  ])
  expect(shop.processes()).toEqual(pids)

  shop.write("model/main.js", modelSource("good day"))
  const updated = await shop.run("deploy")
  expect(updated.exit, updated.stderr).toBe(0)
  const after = await shop.standing()
  expect(after["gateway"]).toEqual(before["gateway"])
  expect(after["model"]?.outputs).toEqual(before["model"]?.outputs)
  expect(after["model"]?.deploymentId).not.toBe(before["model"]?.deploymentId)
  expect(await idOf(after["model"]?.outputs.url ?? "")).toBe(after["model"]?.deploymentId)

  const failing = await shop.run("check", "--live", "--json")
  expect(failing.exit).toBe(4)
  const { ok, data: checks } = JSON.parse(failing.stdout)
  expect([ok, checks.results.map(({ passed }: { passed: boolean }) => passed)]).toEqual([
    false,
    [false, true],
  ])
  expect((await shop.run("check", "--live")).stdout).toContain("1 of 2 checks passed.")

  for (const { stdout, stderr } of [first, shown, checked, again, updated, failing])
    for (const secret of [apiKey, projectKey]) expect(stdout + stderr).not.toContain(secret)
  expect(filesWith(join(shop.folder, ".aidep"), [apiKey, projectKey])).toEqual([])

  const destroyed = await shop.run("destroy", "--json")
  expect(JSON.parse(destroyed.stdout).data.removed).toEqual(["gateway", "model"])
  expect(shop.processes()).toEqual([])
  expect(await shop.standing()).toEqual({})
  expect(existsSync(join(shop.folder, ".aidep", "local", "production"))).toBe(false)
  expect((await shop.run("destroy")).stdout).toBe(
    'Nothing of this project stood in "production".\n',
  )
})

test("a job is prepared and run on demand, and fields without effect are counted once", async () => {
  const job = `  report:
    kind: job
    source: ./report
    targets: [local]
    command: [node, report.js]
    size: { cpu: 2, memory: 1GiB }
    schedule: "0 3 * * *"
`
  const shop = await stack({
    ...shopFiles,
    "aidep.yaml": shopManifest.replace("  gateway:\n", `${job}  gateway:\n`),
    "report/package.json": "{}",
    "report/report.js": "console.log('reported')\n",
  })
  const { exit, stdout, stderr } = await shop.run("deploy")
  expect(exit, stderr).toBe(0)
  expect(stdout).toContain('is live (platform evidence) in "production".')
  expect(stderr.match(/no effect/g)).toHaveLength(1)
  expect(stderr).toContain("3 fields of the manifest have no effect on the chosen platforms.")
  const checked = await shop.run("check", "--live")
  expect([checked.exit, checked.stderr]).toEqual([0, ""])
  const validated = await shop.run("validate")
  expect(validated.stderr).toContain('"size.cpu" has no effect on This machine')

  const url = (await shop.standing())["report"]?.outputs.url ?? ""
  expect((await fetch(url, { method: "POST" })).status).toBe(200)
  expect((await shop.run("logs", "report")).stdout).toBe("reported\n")
  expect((await shop.run("status")).stdout).toContain("Its last run ended with exit code 0")
  expect((await shop.run("destroy")).exit).toBe(0)
})

test("a service that the manifest no longer has is taken down by the next deploy", async () => {
  const shop = await stack(shopFiles)
  expect((await shop.run("deploy")).exit).toBe(0)
  const manifest = shop.manifest()
  const from = manifest.indexOf("  gateway:")
  const without = manifest.slice(0, from) + manifest.slice(manifest.indexOf("  model:"))
  shop.write("aidep.yaml", without.slice(0, without.indexOf("checks:")))
  const { exit, stderr } = await shop.run("deploy")
  expect(exit, stderr).toBe(0)
  expect(Object.keys(await shop.standing())).toEqual(["model"])
  await shop.run("destroy")
})

test("missing secrets and an invalid manifest change nothing", async () => {
  const shop = await stack({ ...shopFiles, ".env": "" })
  const { exit, stdout } = await shop.run("deploy", "--json")
  expect(exit).toBe(77)
  expect(JSON.parse(stdout).error).toMatchObject({
    code: "deploy/missing-secrets",
    message: "These secrets have no value: AIDEP_SECRET_KEY, API_KEYS. Nothing was changed.",
  })
  shop.write("aidep.yaml", shopManifest)
  expect((await shop.run("deploy")).exit).toBe(65)
  expect(existsSync(join(shop.folder, ".aidep"))).toBe(false)
  expect(shop.processes()).toEqual([])
})

interface Named {
  readonly name: string
  readonly change: string
}

async function idOf(url: string): Promise<string | null> {
  return (await fetch(`${url}/health`)).headers.get("x-aidep-deployment")
}

function filesWith(folder: string, texts: readonly string[]): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => texts.some((text) => readFileSync(path, "latin1").includes(text)))
}

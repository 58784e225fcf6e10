import { describe, expect, test } from "vitest"
import { loadProviders } from "../../support/load-providers.ts"
import { projectFolder } from "../../support/project-folder.ts"
import { runCommand } from "../../support/run-command.ts"

const services = [
  "aws",
  "gcp",
  "huggingface",
  "kubernetes",
  "netlify",
  "replicate",
  "runpod",
  "vercel",
] as const
const resources = ["aws", "kubernetes", "qdrant", "supabase", "upstash"] as const
const observed = [
  ["errors", "sentry"],
  ["logs", "betterstack"],
  ["metrics", "prometheus"],
] as const

const providers = new Map((await loadProviders()).map((provider) => [provider.id, provider]))

const isError = ({ severity }: { readonly severity: string }) => severity === "error"

/** What the command says to a manifest beside a source folder "web". */
async function render(manifest: string, ...argv: readonly string[]) {
  const folder = projectFolder({ "aidep.yaml": manifest, "web/package.json": "{}" })
  const { stdout, exit } = await runCommand(["render", "--json", ...argv], { folder })
  const { ok, diagnostics } = JSON.parse(stdout)
  return { exit, ok, errors: diagnostics.filter(isError) }
}

describe.each([...services, ...resources, ...observed.map(([, id]) => id)])("%s", (id) => {
  test("is declared as known by name, with a page and what it could serve", () => {
    const provider = providers.get(id)
    expect(provider?.title).toMatch(/^[A-Z]/)
    expect(provider?.roles.length).toBeGreaterThan(0)
    expect(provider?.docs).toMatch(/^https:\/\//)
    expect(provider?.support).toBeUndefined()
  })
})

describe("placing something on a platform known by name", () => {
  test.each(services)("a service on %s is an error that says so", async (id) => {
    const manifest = `version: 1\nname: shop\nservices:\n  web: { kind: web, source: ./web, targets: [${id}] }\n`
    const { exit, ok, errors } = await render(manifest)
    expect({ exit, ok }).toEqual({ exit: 65, ok: false })
    const title = providers.get(id)?.title
    expect(errors).toEqual([
      expect.objectContaining({
        code: "project/named-only",
        message: `${title} is known to aidep by name only, so "web" cannot be rendered or deployed there.`,
        hint: expect.stringContaining("--target"),
        line: 4,
      }),
    ])
  })

  test.each(resources)("so is a resource on %s", async (id) => {
    const manifest = `version: 1\nname: shop\nservices: {}\nresources:\n  store: { kind: redis, targets: [${id}] }\n`
    const { ok, errors } = await render(manifest)
    expect(ok).toBe(false)
    expect(errors).toEqual([expect.objectContaining({ code: "project/named-only" })])
  })

  test("is no error while another target comes first", async () => {
    const manifest = `version: 1\nname: shop\nservices:\n  web: { kind: web, source: ./web, targets: [local, runpod], command: [node, server.js] }\n`
    expect(await render(manifest)).toMatchObject({ ok: true })
    expect(await render(manifest, "--target", "runpod")).toMatchObject({ ok: false })
  })
})

describe("platforms that only watch", () => {
  test.each(observed)("%s go to %s", async (role, id) => {
    const manifest = (what: string) =>
      `version: 1\nname: shop\nservices:\n  web: { kind: web, source: ./web, targets: [local], command: [node, server.js] }\nobservability: { ${what}: { target: ${id} } }\n`
    expect(await render(manifest(role))).toMatchObject({ ok: true })
  })

  test("cannot be given what they do not do, nor run a service", async () => {
    const manifest = `version: 1\nname: shop\nservices:\n  web: { kind: web, source: ./web, targets: [sentry] }\nobservability: { metrics: { target: sentry } }\n`
    const { errors } = await render(manifest)
    const codes = errors.map(({ code }: { code: string }) => code)
    expect(codes).toEqual(["project/wrong-role", "project/wrong-role"])
  })
})

test("options for a platform known by name are refused, since nothing would read them", async () => {
  const manifest = `version: 1\nname: shop\nservices:\n  web: { kind: web, source: ./web, targets: [runpod] }\nplatforms: { runpod: { gpu: L4 } }\n`
  const { errors } = await render(manifest)
  expect(errors).toEqual([expect.objectContaining({ code: "manifest/unknown-key" })])
})

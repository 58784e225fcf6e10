import { describe, expect, test } from "vitest"
import {
  type FormPart,
  formOf,
  partsOf,
} from "../../../../providers/cloudflare/remote/worker/upload/form.ts"
import { accountId } from "../../../../providers/cloudflare/simulator/account.ts"
import { cloudflareSimulator } from "../../../../providers/cloudflare/simulator.ts"
import type { HttpRequest } from "../../../../src/ports/http.ts"
import { virtualClock } from "../../../../src/workflows/rehearse/virtual-clock.ts"

const workers = `https://api.cloudflare.com/client/v4/accounts/${accountId}/workers`

const started = () => cloudflareSimulator.start({ clock: virtualClock() })
type Simulation = ReturnType<typeof started>

interface Asked {
  readonly method: HttpRequest["method"]
  readonly path: string
  readonly json?: unknown
  readonly form?: readonly FormPart[]
  readonly token?: string
}

/** Status, code of what is wrong, and result. */
function ask(simulation: Simulation, { form, json, method, path, token }: Asked) {
  const sent = form === undefined ? undefined : formOf(form)
  const bearer = token ?? cloudflareSimulator.credentials["CLOUDFLARE_API_TOKEN"] ?? ""
  const outcome = simulation.answer?.({
    operation: "test",
    method,
    url: `${workers}${path}`,
    headers: { authorization: `Bearer ${bearer}` },
    body: sent?.text ?? (json === undefined ? undefined : JSON.stringify(json)),
    effect: "change",
    idempotent: false,
    timeoutMs: 1000,
  })
  if (outcome?.status !== "answered") throw new Error("Nobody answered.")
  const { errors = [], result } = JSON.parse(outcome.body)
  return { status: outcome.statusCode, code: errors[0]?.code as number | undefined, result }
}

const module_: FormPart = {
  name: "worker.js",
  fileName: "worker.js",
  contentType: "application/javascript+module",
  text: "export default {}",
}

const usual = { main_module: "worker.js", compatibility_date: "2026-10-01" }

function upload(simulation: Simulation, metadata: object, name = "api") {
  const form = [{ name: "metadata", text: JSON.stringify(metadata) }, module_]
  return ask(simulation, { method: "PUT", path: `/scripts/${name}`, form })
}

const file = (name: string): readonly FormPart[] => [
  { name, fileName: name, contentType: "text/html", text: "PGgxPg==" },
]

describe("the simulated Workers say no to", () => {
  test.each([
    ["fields that they do not know", { ...usual, colour: "red" }, 10_021],
    ["neither a module nor assets", { compatibility_date: "2026-10-01" }, 10_021],
    ["a main module that was not sent", { ...usual, main_module: "other.js" }, 10_021],
    ["a runtime of the future", { ...usual, compatibility_date: "2031-01-01" }, 10_021],
    ["files that were never uploaded", { ...usual, assets: { jwt: "x", config: {} } }, 10_000],
    [
      "a bucket that is not there",
      { ...usual, bindings: [{ type: "r2_bucket", name: "A", bucket_name: "none" }] },
      10_085,
    ],
    [
      "two bindings of one name",
      {
        ...usual,
        bindings: [
          { type: "plain_text", name: "A", text: "1" },
          { type: "secret_text", name: "A", text: "2" },
        ],
      },
      10_021,
    ],
    [
      "a variable that is too large",
      { ...usual, bindings: [{ type: "plain_text", name: "A", text: "x".repeat(5121) }] },
      10_021,
    ],
    [
      "a value that nothing is inherited from",
      { ...usual, bindings: [{ type: "inherit", name: "A" }] },
      10_021,
    ],
    [
      "a tag that is too long",
      { ...usual, annotations: { "workers/tag": "x".repeat(101) } },
      10_021,
    ],
  ])("%s", (_, metadata, code) => {
    const simulation = started()
    expect(upload(simulation, metadata)).toMatchObject({ status: 400, code })
    expect(simulation.inventory()).toEqual([])
  })

  test("a version, an address or a trigger of a Worker that is not there", () => {
    const simulation = started()
    const form = [{ name: "metadata", text: JSON.stringify(usual) }, module_]
    const missing = { status: 404, code: 10_007 }
    expect(ask(simulation, { method: "POST", path: "/scripts/api/versions", form })).toMatchObject(
      missing,
    )
    const json = { enabled: true }
    expect(ask(simulation, { method: "POST", path: "/scripts/api/subdomain", json })).toMatchObject(
      missing,
    )
    expect(
      ask(simulation, { method: "PUT", path: "/scripts/api/schedules", json: [] }),
    ).toMatchObject(missing)
    expect(ask(simulation, { method: "DELETE", path: "/scripts/api" })).toMatchObject(missing)
  })

  test("a cron trigger that is none, and a tag with a comma", () => {
    const simulation = started()
    upload(simulation, usual)
    const json = [{ cron: "every day" }]
    expect(ask(simulation, { method: "PUT", path: "/scripts/api/schedules", json })).toMatchObject({
      status: 400,
      code: 10_100,
    })
    const tags = { tags: ["a,b"] }
    expect(
      ask(simulation, { method: "PATCH", path: "/scripts/api/script-settings", json: tags }).status,
    ).toBe(400)
  })

  test("shares that are not whole, and versions that are not there", () => {
    const simulation = started()
    upload(simulation, usual)
    const deployment = (versions: readonly object[]) =>
      ask(simulation, {
        method: "POST",
        path: "/scripts/api/deployments",
        json: { strategy: "percentage", versions },
      }).status
    const { result } = ask(simulation, { method: "GET", path: "/scripts/api/versions" })
    const { id } = result.items[0]
    expect(deployment([{ version_id: id, percentage: 90 }])).toBe(400)
    expect(deployment([])).toBe(400)
    expect(deployment([{ version_id: "other", percentage: 100 }])).toBe(404)
    expect(deployment([{ version_id: id, percentage: 100 }])).toBe(200)
  })

  test("files without the session's token, or that it did not ask for", () => {
    const simulation = started()
    const hash = "a".repeat(32)
    const manifest = { "/index.html": { hash, size: 4 } }
    const session = ask(simulation, {
      method: "POST",
      path: "/scripts/site/assets-upload-session",
      json: { manifest },
    })
    expect(session.result.buckets).toEqual([[hash]])
    const path = "/assets/upload?base64=true"
    expect(ask(simulation, { method: "POST", path, form: file(hash) }).status).toBe(401)
    const token = session.result.jwt
    const others = { method: "POST", path, form: file("b".repeat(32)), token } as const
    expect(ask(simulation, others).status).toBe(400)
    const whole = ask(simulation, { method: "POST", path, form: file(hash), token })
    expect(whole.result.jwt).not.toBe(token)
    const again = ask(simulation, {
      method: "POST",
      path: "/scripts/site/assets-upload-session",
      json: { manifest },
    })
    expect(again.result.buckets).toEqual([])
  })
})

test("the same upload again makes another version, and the name stays one", () => {
  const simulation = started()
  upload(simulation, usual)
  upload(simulation, usual)
  expect(simulation.inventory()).toEqual([{ kind: "worker", name: "api", id: "api" }])
  const { result } = ask(simulation, { method: "GET", path: "/scripts/api/versions" })
  expect(result.items.map(({ number }: { readonly number: number }) => number)).toEqual([2, 1])
})

test("a long message is cut, as Cloudflare does without a word", () => {
  const simulation = started()
  upload(simulation, { ...usual, annotations: { "workers/message": "x".repeat(2000) } })
  const { result } = ask(simulation, { method: "GET", path: "/scripts/api/versions" })
  expect(result.items[0].annotations["workers/message"]).toHaveLength(1000)
})

describe("a form", () => {
  const parts: readonly FormPart[] = [
    { name: "metadata", contentType: "application/json", text: '{"a":1}' },
    {
      name: 'odd "name"',
      fileName: "a\r\nb",
      contentType: "text/plain",
      text: "\r\n----aidep-form-0--\r\n",
    },
    { name: "empty", text: "" },
  ]

  test("is read as it was written, whatever stands in it", () => {
    expect(partsOf(formOf(parts).text)).toEqual(parts)
  })

  test("is read as Node's own reader does", async () => {
    const { contentType, text } = formOf(parts)
    const read = await new Response(text, { headers: { "content-type": contentType } }).formData()
    expect([...read.keys()]).toEqual(parts.map(({ name }) => name))
    expect(read.get("metadata")).toBe('{"a":1}')
    expect(read.get("empty")).toBe("")
  })

  test("that is none is told apart", () => {
    expect(partsOf("{}")).toBeUndefined()
    expect(partsOf("--b\r\nno end")).toBeUndefined()
  })
})

import { expect, test } from "vitest"
import local from "../../../providers/local/provider.ts"
import { hasErrors } from "../../../src/errors/diagnostic.ts"
import { renderManifest } from "../../support/render-manifest.ts"

const manifest = `version: 1
name: shop
services:
  model:
    kind: inference
    source: ./model
    targets: [local]
    gpu: [T4]
    size: { cpu: 2, memory: 8GiB }
    volumes: { models: { mount: /models, size: 20GiB } }
    model: { engine: vllm, id: Qwen/Qwen2.5-0.5B-Instruct }
  web: { kind: web, source: ./web, targets: [railway], scale: { min: 1, max: 3 } }
resources:
  cache: { kind: redis, targets: [railway] }
rollout: { strategy: canary, steps: [50%, 100%] }
`

const on = (text: string) => renderManifest(text, { providers: [local], target: "local" })

test("takes everything, also what does not list it, and renders no file", () => {
  const { project, files, diagnostics } = on(manifest)
  const items = [...(project?.services ?? []), ...(project?.resources ?? [])]
  expect(items.map(({ placement }) => placement.platform)).toEqual(["local", "local", "local"])
  expect([...files.keys()]).toEqual([])
  expect(hasErrors(diagnostics)).toBe(false)
})

test("warns of what has no effect on one machine", () => {
  const { diagnostics } = on(manifest)
  expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual(
    expect.arrayContaining([
      'support/ignored "size.memory" has no effect on This machine: The processes share this machine without limits.',
      'support/ignored "scale.max" has no effect on This machine: One process of each service runs, whatever the load.',
      'support/ignored "rollout.strategy: canary" has no effect on This machine: One process of each service runs, whatever the load.',
    ]),
  )
  expect(diagnostics.map(({ message }) => message)).not.toContainEqual(
    expect.stringMatching(/"(gpu|volumes|model|port)" has no effect/),
  )
})

test("says that a stub answers in place of the model, unless another engine is asked for", () => {
  expect(engines(manifest)).toEqual({
    warned: true,
    engine: expect.objectContaining({ engine: "stub" }),
  })
  expect(engines(`${manifest}platforms: { local: { engine: vllm } }\n`)).toEqual({
    warned: false,
    engine: expect.objectContaining({ engine: "vllm" }),
  })
})

test("starts what others use first, and lets one service wish for a port", () => {
  const { platforms, diagnostics } = on(`version: 1
name: shop
services:
  first: { kind: web, source: ./first, targets: [local], port: 8080 }
  second:
    kind: web
    source: ./second
    targets: [local]
    port: 8080
    env: { FIRST: "\${services.first.url}", CACHE: "\${resources.cache.url}" }
  nightly: { kind: job, source: ./nightly, targets: [local], schedule: "0 3 * * *" }
resources:
  cache: { kind: redis, targets: [local] }
`)
  const resources = platforms.get("local")?.resources ?? []
  expect(
    resources.map(({ address, dependsOn, desired }) => ({
      address,
      dependsOn,
      wish: desired["portWish"],
    })),
  ).toEqual([
    { address: "production/cache/store/cache", dependsOn: [], wish: undefined },
    { address: "production/first/process/first", dependsOn: [], wish: 8080 },
    {
      address: "production/second/process/second",
      dependsOn: ["production/first/process/first", "production/cache/store/cache"],
      wish: undefined,
    },
    { address: "production/nightly/job/nightly", dependsOn: [], wish: undefined },
  ])
  expect(diagnostics.map(({ message }) => message)).toEqual([
    '"schedule" has no effect on This machine: A POST to the job\'s address runs it, and nothing else does.',
  ])
})

test("a service without a start command is an error", () => {
  const { diagnostics } = renderManifest(
    "version: 1\nname: shop\nservices: { web: { kind: web, source: ./web, targets: [local] } }\n",
    { providers: [local], sources: { "./web": { node: undefined } } },
  )
  expect(diagnostics.map(({ code }) => code)).toEqual(["local/start-command-unknown"])
})

test.each([
  [
    "an image",
    'services: { web: { kind: web, image: "ghcr.io/acme/web:1.0.0", targets: [local] } }',
  ],
  ["MongoDB", "services: {}\nresources: { store: { kind: mongodb, targets: [local] } }"],
  ["a bucket", "services: {}\nresources: { store: { kind: bucket, targets: [local] } }"],
])("refuses %s and says where it can go", (_what, text) => {
  const { project, diagnostics } = on(`version: 1\nname: shop\n${text}\n`)
  expect(project).toBeUndefined()
  expect(diagnostics).toEqual([
    expect.objectContaining({
      code: "support/unsupported",
      message: expect.stringContaining("Compose"),
    }),
  ])
})

function engines(text: string) {
  const { diagnostics, platforms } = on(text)
  const codes = diagnostics.map(({ code }) => code)
  return {
    warned: codes.includes("local/stub-engine"),
    engine: platforms.get("local")?.resources.find(({ owner }) => owner === "model")?.desired,
  }
}

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
    expect.stringMatching(/"(gpu|volumes|model|port)"/),
  )
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

import { spawnSync } from "node:child_process"
import { describe, expect, test } from "vitest"
import modal from "../../../../providers/modal/provider.ts"
import { fixtureSources } from "../../../support/fixture-manifests.ts"
import { renderManifest } from "../../../support/render-manifest.ts"
import { deploy as deployFile, python } from "../deploy.ts"
import { deploy, projectOn, simulateModal } from "./simulate-modal.ts"

const text = `
version: 1
name: shop
services:
  model:
    kind: inference
    image: ghcr.io/acme/model:1
    targets: [modal]
    command: [serve, --name, "a \\"quoted\\" ünï"]
    port: 8000
    access: internal
    gpu: [T4, L4]
    scale: { min: 0, max: 2, idle: 60s }
    regions: [us-east]
    health: { path: /health, release: header }
    volumes: { weights: { mount: /weights } }
    secrets: [HF_TOKEN]
  train:
    kind: job
    image: ghcr.io/acme/train:1
    targets: [modal]
    command: [train]
    schedule: "0 3 1 * *"
`

const dump = "import ast, sys; print(ast.dump(ast.parse(sys.stdin.read())))"

function treeOf(program: string): string {
  const { status, stderr, stdout } = spawnSync(python, ["-c", dump], {
    input: program,
    encoding: "utf8",
  })
  if (status !== 0) throw new Error(stderr)
  return stdout
}

/** What a deployment adds to the file that `aidep render` writes. */
function asDeployed(rendered: string, owner: string): string {
  const digest = `@sha256:${"a".repeat(64)}`
  const variable = `"AIDEP_DEPLOYMENT": "d-${owner}-1"`
  const withEnv = rendered.includes("env={")
    ? rendered.replace(/env=\{([^}]*?),?\s*\}/, `env={$1, ${variable}}`)
    : rendered.replace("image=image,", `image=image, env={${variable}},`)
  return withEnv
    .replace(/(ghcr\.io\/acme\/\w+:1)/, `$1${digest}`)
    .replace('"AIDEP_DEPLOYMENT", ', "")
    .replace('["AIDEP_DEPLOYMENT"]', "[]")
}

describe.each(["model", "train"])("the program of %s", (owner) => {
  test("is that of the rendered file, with the digest and the deployment id", async () => {
    const on = projectOn(text)
    const world = await simulateModal(on)
    await deploy(world, on)
    const sent = world.sent.find(
      ({ command: { args }, operation }) =>
        operation === "deploy" && args.includes(`.aidep/modal/modal_${owner}.py`),
    )
    const program = Object.values(sent?.files ?? {}).join("")
    const { files } = renderManifest(text, { providers: [modal], sources: fixtureSources })
    const rendered = files.get(`modal_${owner}.py`) ?? ""
    expect(treeOf(program)).toBe(treeOf(asDeployed(rendered, owner)))
  })
})

test("the installed client deploys it from the folder of aidep", async () => {
  const on = projectOn(text)
  const world = await simulateModal(on)
  await deploy(world, on)
  const sent = world.sent.find(({ operation }) => operation === "deploy")
  const file = ".aidep/modal/modal_model.py"
  const rendered = renderManifest(text, { providers: [modal], sources: fixtureSources })
  const deployed = deployFile(rendered, { file, sources: { [file]: sent?.files[file] ?? "" } })
  expect(`${deployed.code} ${deployed.output}`).toMatch(/^0 /)
  const [cls] = deployed.messages("FunctionCreate")
  expect(JSON.stringify(cls)).toContain("/weights")
  const secrets = deployed.messages("SecretGetOrCreate").map(({ env_dict: values }) => values)
  expect(JSON.stringify(secrets)).toContain('"AIDEP_DEPLOYMENT":"d-model-1"')
}, 60_000)

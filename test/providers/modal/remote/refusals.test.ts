import { describe, expect, test } from "vitest"
import cloudflare from "../../../../providers/cloudflare/provider.ts"
import modal from "../../../../providers/modal/provider.ts"
import type { CommandOutcome } from "../../../../src/ports/processes.ts"
import { renderManifest } from "../../../support/render-manifest.ts"
import { observed } from "../../../support/simulated-platform.ts"
import { apiAddress, modelAddress, shop, volumeAddress } from "./shop.ts"
import {
  byHand,
  deploy,
  operationsOf,
  projectOn,
  simulateModal,
  type SimulatedModal,
  standing,
} from "./simulate-modal.ts"

const ended = (exitCode: number, stdout: string, stderr = ""): CommandOutcome => ({
  status: "ended",
  exitCode,
  stdout,
  stderr,
})

/** Answers one operation in place of the simulator. */
function answering(world: SimulatedModal, operation: string, outcome: CommandOutcome): void {
  world.interfere = (asked, pass) => (asked === operation ? outcome : pass())
}

async function observe(world: SimulatedModal) {
  return await world.platform.remote.observe(world.scope())
}

describe("the client", () => {
  test.each([
    ["missing", { status: "not-found" }, "modal/cli-missing"],
    ["too old", ended(0, "modal client version: 1.4.3\n"), "modal/cli-untested"],
    ["too new", ended(0, "modal client version: 1.7.0\n"), "modal/cli-untested"],
    ["broken", ended(127, "", "no python"), "modal/cli-broken"],
  ] as const)(
    "that is %s is an error with the command that installs it",
    async (_, outcome, code) => {
      const world = await simulateModal(shop)
      answering(world, "version", outcome)
      const found = await observe(world)
      expect(found).toMatchObject({ status: "failed", problem: { code, exit: 69 } })
      expect(JSON.stringify(found)).toContain("pip install")
      expect(operationsOf(world)).toEqual(["version"])
    },
  )

  test.each(["1.5.0", "1.6.4", "1.6.99"])("of version %s is fine", async (version) => {
    const world = await simulateModal(shop)
    answering(world, "version", ended(0, `modal client version: ${version}\n`))
    expect(await observe(world)).toMatchObject({ status: "observed" })
  })

  test.each([
    ["/project/.venv/bin/modal", "/project/.venv/bin/modal"],
    ["/project/venv/bin/modal", "/project/venv/bin/modal"],
    ["/elsewhere/modal", "modal"],
  ])("at %s is called as %s", async (place, file) => {
    const world = await simulateModal(shop, { disk: { [place]: "" } })
    await observe(world)
    expect(new Set(world.sent.map(({ command }) => command.file))).toEqual(new Set([file]))
  })

  test("that writes another form than it is known to is not guessed at", async () => {
    const world = await simulateModal(shop)
    answering(world, "listApps", ended(0, '[{"App ID": "ap-1"}]'))
    expect(await observe(world)).toMatchObject({
      problem: { code: "platform/unexpected-answer", exit: 69 },
    })
  })
})

describe("Modal refuses", () => {
  test("a wrong token, before anything is changed and without repeating it", async () => {
    const world = await simulateModal(shop)
    const scope = world.scope({ credential: () => "as-revoked" })
    const outcome = await world.platform.remote.observe(scope)
    expect(outcome).toMatchObject({ problem: { code: "platform/unauthorized", exit: 77 } })
    expect(JSON.stringify(outcome)).toContain("MODAL_TOKEN_ID")
    expect(JSON.stringify(outcome)).not.toContain("as-revoked")
  })

  test("to tell the workspace, in its own words", async () => {
    const world = await simulateModal(shop)
    await deploy(world, shop)
    const profile = { name: "aidep", workspace: "Unknown (timed out)", active: true }
    answering(world, "listProfiles", ended(0, JSON.stringify([profile])))
    const outcome = await observe(world)
    expect(outcome).toMatchObject({ problem: { code: "modal/workspace-unknown" } })
    expect(JSON.stringify(outcome)).toContain("Unknown (timed out)")
    expect(world.files.paths()).toEqual([])
  })

  test("more apps than the plan allows", async () => {
    const world = await simulateModal(shop)
    byHand(world, (account) => ({ ...account, appLimit: 0 }))
    const outcomes = await deploy(world, shop)
    expect(outcomes.get(modelAddress)).toMatchObject({
      status: "failed",
      problem: { code: "platform/quota", exit: 77 },
    })
  })

  test("what it says is shown without the values that it was given", async () => {
    const world = await simulateModal(shop)
    answering(world, "createSecret", ended(1, "", "Error: bad value secret-value-of-HF_TOKEN"))
    const outcomes = await deploy(world, shop)
    expect(outcomes.get(modelAddress)).toMatchObject({
      problem: {
        code: "platform/refused",
        message: "Modal refuses it (modal.createSecret): bad value ••••.",
      },
    })
  })

  test("an image that does not build, with the last lines", async () => {
    const world = await simulateModal(shop)
    world.platform.simulation.breakNext("model", "build-fails")
    const outcomes = await deploy(world, shop)
    expect(outcomes.get(modelAddress)).toMatchObject({
      status: "failed",
      problem: { code: "platform/build-failed" },
      log: [expect.stringContaining("Image build")],
    })
    expect(operationsOf(world).filter((operation) => operation === "deploy")).toHaveLength(3)
    expect(standing(world)).not.toContain("secret shop-production-model")
  })

  test("a command before the deploy that fails, and deploys nothing then", async () => {
    const world = await simulateModal(shop)
    answering(world, "preDeploy", ended(1, "", "Error: no such table"))
    const outcomes = await deploy(world, shop)
    expect(outcomes.get(apiAddress)).toMatchObject({
      problem: { code: "modal/pre-deploy-failed" },
      log: ["Error: no such table"],
    })
    expect(standing(world)).not.toContain("app shop-production-api")
  })
})

describe("a service that does not come up", () => {
  test("is told by what it wrote, where a container is kept", async () => {
    const world = await simulateModal(shop)
    world.platform.simulation.breakNext("model", "crash-loop")
    const outcomes = await deploy(world, shop)
    expect(outcomes.get(modelAddress)).toMatchObject({
      status: "failed",
      problem: { code: "modal/no-container" },
      log: [expect.stringContaining("Traceback"), expect.stringContaining("RuntimeError")],
    })
  })

  test("because its Secret went away is told after the deploy, and by what is seen later", async () => {
    const world = await simulateModal(shop)
    world.interfere = (operation, pass) => {
      const outcome = pass()
      if (operation === "deploy") byHand(world, (account) => ({ ...account, secrets: [] }))
      return outcome
    }
    const outcomes = await deploy(world, shop)
    expect(outcomes.get(modelAddress)).toMatchObject({
      status: "failed",
      problem: { code: "modal/secret-missing", exit: 75 },
    })
    world.interfere = (_, pass) => pass()
    const seen = await observed(world.platform, { ports: world.scope().ports })
    expect(seen.find(({ address }) => address === modelAddress)).toMatchObject({
      state: "failed",
      about: 'Its Secret "shop-production-model" is not there: containers cannot start.',
    })
    await deploy(world, shop, { version: "2" })
    const after = await observed(world.platform, { ports: world.scope().ports })
    expect(after.map(({ state }) => state)).toEqual(Array(4).fill("running"))
  })

  test("because its address is too long", async () => {
    const world = await simulateModal(shop)
    byHand(world, (account) => ({ ...account, workspace: "w".repeat(50) }))
    const outcomes = await deploy(world, shop)
    expect(outcomes.get(modelAddress)).toMatchObject({
      problem: { code: "modal/address-too-long" },
    })
  })

  test("because nobody wrote its Dockerfile, before anything of it is changed", async () => {
    const on = projectOn(`
version: 1
name: shop
services:
  web: { kind: web, source: ./web, runtime: node@24, targets: [modal], port: 3000, command: [node, .] }
`)
    const world = await simulateModal(on)
    const outcomes = await deploy(world, on)
    expect(outcomes.get("production/web/app/web")).toMatchObject({
      problem: { code: "modal/dockerfile-missing" },
    })
    expect(standing(world)).toEqual([])
  })
})

describe("what is not ours", () => {
  const theirs = {
    id: `ap-${"9".repeat(22)}`,
    name: "shop-production-model",
    environment: "main",
    isStopped: false,
    versions: [{ number: 1, tag: "v1.0", deployedMs: 0, crashes: false }],
  }

  test("keeps its name, and is not seen", async () => {
    const world = await simulateModal(shop)
    byHand(world, (account) => ({
      ...account,
      apps: [theirs, { ...theirs, id: `ap-${"8".repeat(22)}`, name: "shop-production-other" }],
    }))
    const before = world.platform.simulation.inventory()
    const outcomes = await deploy(world, shop)
    expect(outcomes.get(modelAddress)).toMatchObject({
      status: "failed",
      problem: { code: "platform/name-taken", exit: 77 },
    })
    expect(JSON.stringify(outcomes.get(modelAddress))).toContain("aidep adopt")
    expect(world.platform.simulation.inventory()).toEqual(expect.arrayContaining([...before]))
    const seen = await observed(world.platform, { ports: world.scope().ports })
    expect(seen.map(({ owner }) => owner)).not.toContain("model")
    expect(seen.map(({ owner }) => owner)).not.toContain("other")
  })

  test("is ours once it was taken over", async () => {
    const world = await simulateModal(shop)
    byHand(world, (account) => ({ ...account, apps: [theirs] }))
    const scope = { known: new Map([[modelAddress, theirs.id]]) }
    const outcomes = await deploy(world, shop, { scope })
    expect(outcomes.get(modelAddress)).toMatchObject({ status: "applied", id: theirs.id })
    const seen = await observed(world.platform, { ports: world.scope().ports })
    expect(seen.find(({ address }) => address === modelAddress)?.id).toBe(theirs.id)
  })

  test("keeps its volume with its data", async () => {
    const world = await simulateModal(shop)
    const volume = { name: "shop-production-model-weights", environment: "main" }
    byHand(world, (account) => ({ ...account, volumes: [{ ...volume, files: ["/theirs.bin"] }] }))
    const outcomes = await deploy(world, shop)
    expect(outcomes.get(volumeAddress)).toMatchObject({
      status: "failed",
      problem: { code: "platform/name-taken" },
    })
    const seen = await observed(world.platform, { ports: world.scope().ports })
    expect(seen.map(({ address }) => address)).not.toContain(volumeAddress)
  })

  test("in another project or environment with a name like ours is left alone", async () => {
    const world = await simulateModal(shop)
    await deploy(world, shop)
    const others = { environment: "staging", nameOf: (part: string) => `shop-staging-${part}` }
    const scope = world.scope(others)
    expect(await world.platform.remote.observe(scope)).toEqual({
      status: "observed",
      resources: [],
    })
  })
})

test("a service behind an edge cannot be on Modal", () => {
  const text = `
version: 1
name: shop
services:
  api: { kind: web, image: ghcr.io/acme/api:1, command: [serve], port: 80, targets: [modal] }
edge: { target: cloudflare, domain: api.example.com, service: api }
`
  const { diagnostics } = renderManifest(text, { providers: [modal, cloudflare], sources: {} })
  expect(diagnostics.map(({ code }) => code)).toContain("modal/domain-by-hand")
})

test("services of one project stand in one environment of the workspace", () => {
  const text = `
version: 1
name: shop
services:
  api: { kind: web, image: ghcr.io/acme/api:1, command: [serve], port: 80, targets: [modal], platforms: { modal: { environment: prod } } }
`
  const { diagnostics } = renderManifest(text, { providers: [modal], sources: {} })
  expect(diagnostics.map(({ code }) => code)).toEqual(["modal/environment-of-service"])
})

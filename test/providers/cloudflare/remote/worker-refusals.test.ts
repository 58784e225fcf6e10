import { describe, expect, test } from "vitest"
import cloudflare from "../../../../providers/cloudflare/provider.ts"
import type { HttpOutcome } from "../../../../src/ports/http.ts"
import { observed } from "../../../support/simulated-platform.ts"
import { projectOn } from "../../../support/simulated-project.ts"
import {
  addresses,
  byHand,
  changeScript,
  deploy,
  ended,
  failures,
  names,
  openWorkshop,
  scriptIn,
  seen,
  siteFiles,
  workOn,
  type Workshop,
} from "./worker-shop.ts"

const answer = (statusCode: number, code: number, message: string): HttpOutcome => ({
  status: "answered",
  statusCode,
  headers: {},
  body: JSON.stringify({ success: false, errors: [{ code, message }], messages: [], result: null }),
})

const runNothing = async () => ({ status: "not-found" }) as const

async function failureOf(workshop: Workshop, address: string, version = "1") {
  const work = await workOn(workshop, address, version)
  const outcome = await workshop.remote.create(work, workshop.scope())
  if (outcome.status !== "failed") throw new Error("It went well.")
  return { code: outcome.problem.code, message: outcome.problem.message, log: outcome.log }
}

/** With the bucket that the gateway is bound to. */
async function withBucket(): Promise<Workshop> {
  const workshop = await openWorkshop()
  await workshop.remote.create(await workOn(workshop, addresses.files, "1"), workshop.scope())
  return workshop
}

describe("what is somebody else's", () => {
  test("a Worker of the same name is neither replaced nor removed", async () => {
    const workshop = await openWorkshop()
    await deploy(workshop)
    changeScript(workshop, names.gateway, () => ({ tags: ["theirs"] }))
    const before = scriptIn(workshop, names.gateway)
    expect(await failureOf(workshop, addresses.gateway, "2")).toMatchObject({
      code: "platform/name-taken",
      message:
        'Cloudflare has a Worker "shop-production-gateway" that aidep did not make for this project. It was not touched.',
    })
    expect(scriptIn(workshop, names.gateway)).toEqual(before)
    const standing = await observed(workshop)
    expect(standing.map(({ address }) => address)).not.toContain(addresses.gateway)
  })

  test("a Worker of another environment is not ours, and its tags are kept when it is taken over", async () => {
    const workshop = await openWorkshop()
    await deploy(workshop)
    const tags = ["cf:service=theirs", "aidep:project=shop", "aidep:environment=staging"]
    changeScript(workshop, names.gateway, () => ({ tags }))
    expect((await observed(workshop)).map(({ owner }) => owner)).not.toContain("gateway")
    const known = new Map([[addresses.gateway, names.gateway]])
    const adopted = await observed(workshop, { known })
    expect(adopted.map(({ owner }) => owner)).toContain("gateway")
    expect(failures(await deploy(workshop, { scope: { known } }))).toEqual([])
    expect(scriptIn(workshop, names.gateway).tags).toEqual([
      "cf:service=theirs",
      "aidep:project=shop",
      "aidep:environment=production",
      "aidep:service=gateway",
    ])
  })

  test("a Worker that is gone meanwhile is told", async () => {
    const workshop = await openWorkshop()
    await deploy(workshop)
    const gateway = await seen(workshop, addresses.gateway)
    await workshop.remote.remove(gateway, workshop.scope())
    const work = await workOn(workshop, addresses.gateway, "2")
    const outcome = await workshop.remote.update({ ...work, observed: gateway }, workshop.scope())
    expect(outcome).toMatchObject({ status: "failed", problem: { code: "platform/not-found" } })
    expect(await workshop.remote.remove(gateway, workshop.scope())).toEqual({ status: "removed" })
  })
})

describe("a Worker that cannot be uploaded", () => {
  test("because its code ends at the start shows what it wrote, and the old version serves", async () => {
    const workshop = await openWorkshop()
    await deploy(workshop)
    workshop.simulation.breakNext("gateway", "crash-loop")
    const outcomes = await deploy(workshop, { version: "2" })
    const outcome = outcomes.get(addresses.gateway)
    expect(outcome).toMatchObject({ status: "failed", problem: { code: "platform/crashed" } })
    expect(outcome?.status === "failed" ? outcome.log.join() : "").toContain("a setting is missing")
    expect((await seen(workshop, addresses.gateway)).deploymentId).toBe("d-gateway-1")
    expect(failures(await deploy(workshop, { version: "2" }))).toEqual([])
  })

  test("because it cannot be bundled shows what wrangler wrote", async () => {
    const workshop = await withBucket()
    workshop.simulation.breakNext("gateway", "build-fails")
    const failed = await failureOf(workshop, addresses.gateway)
    expect(failed.code).toBe("cloudflare/bundle-failed")
    expect(failed.log.join()).toContain("Could not resolve")
    expect(workshop.simulation.inventory()).toHaveLength(1)
    expect(workshop.files.paths().some((path) => path.includes(".aidep"))).toBe(false)
  })

  test("because wrangler is missing says how to install it", async () => {
    const workshop = await withBucket()
    const scope = workshop.scope()
    const ports = { ...scope.ports, processes: { ...scope.ports.processes, run: runNothing } }
    const work = { ...(await workOn(workshop, addresses.gateway, "1")), source: undefined }
    const outcome = await workshop.remote.create(work, { ...scope, ports })
    expect(outcome).toMatchObject({ problem: { code: "cloudflare/wrangler-missing" } })
    const hint = outcome.status === "failed" ? outcome.problem.hint : ""
    expect(hint).toContain("npm install --save-dev wrangler@4.164.0")
  })

  test.each(["4.163.9", "5.0.0", "3.114.0"])(
    "because wrangler %s was not tested",
    async (version) => {
      const workshop = await openWorkshop(undefined, {
        "/project/node_modules/wrangler/package.json": JSON.stringify({ version }),
      })
      await workshop.remote.create(await workOn(workshop, addresses.files, "1"), workshop.scope())
      expect((await failureOf(workshop, addresses.gateway)).code).toBe(
        "cloudflare/wrangler-untested",
      )
    },
  )

  test("because a bucket that it is bound to is gone", async () => {
    const workshop = await openWorkshop()
    const { code, message } = await failureOf(workshop, addresses.gateway)
    expect(code).toBe("platform/refused")
    expect(message).toContain("R2 bucket 'shop-production-files' not found")
  })

  test("because another commit stands here, and that version is gone", async () => {
    const workshop = await withBucket()
    workshop.head = "f".repeat(40)
    const { code, message } = await failureOf(workshop, addresses.gateway)
    expect([code, message.includes("0123456789ab")]).toEqual(["cloudflare/other-commit", true])
    expect(workshop.simulation.inventory()).toHaveLength(1)
  })

  test("because it imports what is not text", async () => {
    const workshop = await withBucket()
    const scope = workshop.scope()
    const { run } = scope.ports.processes
    const binary = Buffer.from(
      [
        "--b",
        'Content-Disposition: form-data; name="metadata"\r\n\r\n{"main_module":"worker.js"}',
        '--b\r\nContent-Disposition: form-data; name="worker.js"; filename="worker.js"\r\n\r\nx',
        '--b\r\nContent-Disposition: form-data; name="add.wasm"; filename="add.wasm"\r\n\r\n\u00ff\u0000',
        "--b--",
      ].join("\r\n"),
      "latin1",
    )
    const ports = {
      ...scope.ports,
      processes: {
        ...scope.ports.processes,
        run: async (command: Parameters<typeof run>[0]) =>
          command.args.includes("--eval")
            ? ended({ stdout: binary.toString("base64") })
            : await run(command),
      },
    }
    const work = await workOn(workshop, addresses.gateway, "1")
    const outcome = await workshop.remote.create(work, { ...scope, ports })
    expect(outcome).toMatchObject({ problem: { code: "cloudflare/binary-module" } })
    expect(outcome.status === "failed" ? outcome.problem.message : "").toContain("add.wasm")
  })

  test("because the account has no name below workers.dev", async () => {
    const workshop = await withBucket()
    byHand(workshop, (account) => ({
      ...account,
      workers: { ...account.workers, subdomain: null },
    }))
    expect((await failureOf(workshop, addresses.gateway)).code).toBe("cloudflare/workers-dev-unset")
    expect(scriptIn(workshop, names.gateway).workersDev).toBe(false)
  })
})

describe("a site that cannot be uploaded", () => {
  test("because its build fails", async () => {
    const workshop = await openWorkshop()
    workshop.runOther = () => ended({ exitCode: 2, stderr: "no such module\n" })
    expect(await failureOf(workshop, addresses.site)).toMatchObject({
      code: "cloudflare/site-build-failed",
      message:
        '"node build.mjs", which builds "site", ended with exit code 2. Nothing was uploaded.',
      log: ["no such module"],
    })
    workshop.runOther = () => ({ status: "timed-out" })
    expect((await failureOf(workshop, addresses.site)).message).toContain("within 10 minutes")
  })

  test("because its build command is longer than what Cloudflare keeps", async () => {
    const long = projectOn(
      cloudflare,
      `
version: 1
name: shop
services:
  site: { kind: static, source: ./web, targets: [cloudflare], buildCommand: [node, ${"x".repeat(1000)}], output: dist }
`,
    )
    const workshop = await openWorkshop()
    const outcomes = await deploy(workshop, {}, long)
    expect(failures(outcomes)).toEqual([`${addresses.site}: cloudflare/build-too-long`])
    expect(workshop.ran).toEqual([])
  })

  test("because its build writes nothing", async () => {
    const workshop = await openWorkshop(undefined, {})
    expect((await failureOf(workshop, addresses.site)).code).toBe("cloudflare/site-empty")
  })

  test("because a file is too large, or some are not to be published", async () => {
    const large = { "/project/web/dist/film.mp4": new Uint8Array(25 * 1024 * 1024 + 1) }
    expect(
      await failureOf(await openWorkshop(undefined, { ...siteFiles, ...large }), addresses.site),
    ).toMatchObject({ code: "cloudflare/asset-too-large" })
    const secret = { "/project/web/dist/.assetsignore": "drafts/\n" }
    expect(
      await failureOf(await openWorkshop(undefined, { ...siteFiles, ...secret }), addresses.site),
    ).toMatchObject({ code: "cloudflare/assets-ignore" })
  })
})

describe("what Cloudflare refuses", () => {
  test.each([
    ["a wrong token", answer(403, 9109, "Invalid access token"), "platform/unauthorized"],
    [
      "an account that is not the token's",
      answer(403, 10_000, "Authentication error"),
      "cloudflare/account-refused",
    ],
    ["too many requests", answer(429, 10_013, "Please slow down."), "platform/rate-limited"],
    [
      "more Workers than the plan has",
      answer(403, 10_037, "You have exceeded the limit of 100 Workers."),
      undefined,
    ],
    ["a fault of its own", answer(503, 10_002, "Internal error"), "platform/unreachable"],
  ])("%s", async (_, outcome, code) => {
    const workshop = await withBucket()
    workshop.interfere = (request, pass) =>
      request.operation === "cloudflare.updateWorker" ? outcome : pass()
    const failed = await failureOf(workshop, addresses.gateway)
    expect(failed.code).toBe(code ?? failed.code)
    expect(`${failed.message} ${failed.log.join()}`).not.toContain("secret-value-of-")
  })

  test("does not show a secret that it repeats", async () => {
    const workshop = await withBucket()
    workshop.interfere = (request, pass) =>
      request.operation === "cloudflare.updateWorker"
        ? answer(400, 10_021, "Binding secret-value-of-API_KEYS is not valid")
        : pass()
    const { log, message } = await failureOf(workshop, addresses.gateway)
    expect(`${message} ${log.join()}`).not.toContain("secret-value-of-")
    expect(`${message} ${log.join()}`).toContain("••••")
  })
})

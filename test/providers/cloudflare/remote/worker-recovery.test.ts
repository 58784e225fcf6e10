import { describe, expect, test } from "vitest"
import type { HttpOutcome } from "../../../../src/ports/http.ts"
import { observed, operations } from "../../../support/simulated-platform.ts"
import {
  addresses,
  deploy,
  failures,
  names,
  openWorkshop,
  scriptIn,
  seen,
  type Workshop,
  workOn,
} from "./worker-shop.ts"

const lost: HttpOutcome = {
  status: "failed",
  kind: "timed-out",
  reason: "No answer came in time.",
  maybeDone: true,
}

/** Loses the first answer of an operation; `done` where the platform did the work all the same. */
function loseAnswer(workshop: Workshop, operation: string, how: "done" | "not-done"): () => number {
  let count = 0
  workshop.interfere = (request, pass) => {
    if (request.operation !== `cloudflare.${operation}`) return pass()
    count += 1
    if (count > 1) return pass()
    if (how === "done") pass()
    return lost
  }
  return () => count
}

describe.each(["done", "not-done"] as const)("an answer that is lost, the work %s", (how) => {
  test.each(["updateWorker", "createBucket"])("of %s makes nothing twice", async (operation) => {
    const workshop = await openWorkshop()
    const count = loseAnswer(workshop, operation, how)
    expect(failures(await deploy(workshop))).toEqual([])
    expect(count()).toBeGreaterThan(0)
    expect(workshop.simulation.inventory()).toHaveLength(4)
    for (const name of [names.gateway, names.clean, names.site])
      expect(scriptIn(workshop, name).versions).toHaveLength(1)
    expect((await observed(workshop)).every(({ state }) => state === "running")).toBe(true)
  })

  // They may be sent again, which the port of requests does; there is none here.
  test.each(["createAssetsUploadSession", "uploadAssets"])(
    "of %s stops the site, and the next run brings it up",
    async (operation) => {
      const workshop = await openWorkshop()
      loseAnswer(workshop, operation, how)
      expect(failures(await deploy(workshop))).toEqual([`${addresses.site}: platform/unreachable`])
      const lostOnes = workshop.exchanges.filter(({ outcome }) => outcome.status === "failed")
      expect(lostOnes.map(({ request }) => request.idempotent)).toEqual([true])
      expect(failures(await deploy(workshop))).toEqual([])
      expect(workshop.simulation.inventory()).toHaveLength(4)
      expect(scriptIn(workshop, names.site).versions).toHaveLength(1)
    },
  )

  test.each(["createVersion", "createDeployment"])(
    "of %s on an update is looked for",
    async (operation) => {
      const workshop = await openWorkshop()
      await deploy(workshop)
      const count = loseAnswer(workshop, operation, how)
      expect(failures(await deploy(workshop, { version: "2" }))).toEqual([])
      expect(count()).toBeGreaterThan(0)
      const scripts = [names.gateway, names.clean, names.site].map((name) =>
        scriptIn(workshop, name),
      )
      expect(scripts.map(({ versions }) => versions.length)).toEqual([2, 2, 2])
      expect(scripts.map(({ deployments }) => deployments.length)).toEqual([2, 2, 2])
      expect((await seen(workshop, addresses.gateway)).deploymentId).toBe("d-gateway-2")
    },
  )
})

describe("a run that was ended", () => {
  test("after the upload of a version goes on with that version", async () => {
    const workshop = await openWorkshop()
    await deploy(workshop)
    const update = async () => {
      const work = await workOn(workshop, addresses.gateway, "2")
      const standing = await seen(workshop, addresses.gateway)
      return await workshop.remote.update({ ...work, observed: standing }, workshop.scope())
    }
    workshop.interfere = (request, pass) =>
      request.operation === "cloudflare.createDeployment" ? refused : pass()
    expect((await update()).status).toBe("failed")
    expect((await seen(workshop, addresses.gateway)).deploymentId).toBe("d-gateway-1")
    workshop.interfere = (_, pass) => pass()
    workshop.exchanges.length = 0
    workshop.ran.length = 0
    expect((await update()).status).toBe("applied")
    expect(operations(workshop)).not.toContain("cloudflare.createVersion")
    expect(workshop.ran).toEqual([])
    expect(scriptIn(workshop, names.gateway).versions).toHaveLength(2)
    expect((await seen(workshop, addresses.gateway)).deploymentId).toBe("d-gateway-2")
  })

  test("after the Worker was made gives it its address and its triggers", async () => {
    const workshop = await openWorkshop()
    workshop.interfere = (request, pass) =>
      /update(WorkerSubdomain|Schedules)/.test(request.operation) ? refused : pass()
    expect(failures(await deploy(workshop))).toHaveLength(3)
    workshop.interfere = (_, pass) => pass()
    expect(failures(await deploy(workshop))).toEqual([])
    expect(scriptIn(workshop, names.clean).crons).toEqual(["*/30 3 * * MON,TUE,WED,THU,FRI"])
    expect(scriptIn(workshop, names.gateway)).toMatchObject({ workersDev: true })
    expect(scriptIn(workshop, names.clean).versions).toHaveLength(1)
  })
})

const refused: HttpOutcome = {
  status: "answered",
  statusCode: 400,
  headers: {},
  body: JSON.stringify({ success: false, errors: [{ code: 1, message: "Not now." }] }),
}

test("a deployment that the list shows late is waited for", async () => {
  const workshop = await openWorkshop()
  await deploy(workshop)
  let late = 0
  let before: HttpOutcome | undefined
  workshop.interfere = (request, pass) => {
    const outcome = pass()
    if (request.operation === "cloudflare.createDeployment") late = 2
    if (request.operation !== "cloudflare.listDeployments") return outcome
    if (late === 0 || before === undefined || !request.url.includes(names.gateway)) {
      if (request.url.includes(names.gateway)) before = outcome
      return outcome
    }
    late -= 1
    return before
  }
  expect(failures(await deploy(workshop, { version: "2" }))).toEqual([])
  expect((await seen(workshop, addresses.gateway)).deploymentId).toBe("d-gateway-2")
})

test("a deployment that is accepted and never comes is told", async () => {
  const workshop = await openWorkshop()
  await deploy(workshop)
  workshop.interfere = (request, pass) =>
    request.operation === "cloudflare.createDeployment" && request.url.includes(names.gateway)
      ? { status: "answered", statusCode: 200, headers: {}, body: '{"success":true,"result":{}}' }
      : pass()
  expect(failures(await deploy(workshop, { version: "2" }))).toEqual([
    `${addresses.gateway}: platform/left-undone`,
  ])
})

import { describe, expect, test } from "vitest"
import type { Account } from "../../../../providers/cloudflare/simulator/account.ts"
import { differences, observed, operations } from "../../../support/simulated-platform.ts"
import {
  addresses,
  changeScript,
  deploy,
  failures,
  names,
  openWorkshop,
  scriptIn,
  seen,
  shop,
  siteFiles,
} from "./worker-shop.ts"

const changesOf = (exchanges: Awaited<ReturnType<typeof openWorkshop>>["exchanges"]) =>
  exchanges.filter(({ request }) => request.effect === "change").map(({ request }) => request)

const wanted = (address: string) => shop.resources.find((one) => one.address === address)!

describe("Workers, a site and a bucket", () => {
  test("come up and are then what was wanted", async () => {
    const workshop = await openWorkshop()
    expect(failures(await deploy(workshop))).toEqual([])
    const standing = await observed(workshop)
    expect(standing.map(({ address }) => address).toSorted()).toEqual(
      Object.values(addresses).toSorted(),
    )
    for (const resource of shop.resources) {
      const found = standing.find(({ address }) => address === resource.address)
      expect(found === undefined ? ["missing"] : differences(resource, found)).toEqual([])
      expect(found).toMatchObject({ state: "running", kind: resource.kind, owner: resource.owner })
    }
    expect(await seen(workshop, addresses.gateway)).toMatchObject({
      deploymentId: "d-gateway-1",
      about: "Version 1 gets all requests.",
      outputs: {
        url: "https://shop-production-gateway.simulated.workers.dev",
        host: "shop-production-gateway.simulated.workers.dev",
      },
    })
    expect((await seen(workshop, addresses.clean)).outputs).toEqual({})
    expect(workshop.files.paths().some((path) => path.includes(".aidep"))).toBe(false)
  })

  test("hold their variables, and their secrets where nobody reads them", async () => {
    const workshop = await openWorkshop()
    await deploy(workshop)
    const [version] = scriptIn(workshop, names.gateway).versions
    const kindsOf = Object.fromEntries(
      (version?.bindings ?? []).map(({ name, text, type }) => [name, [type, text]]),
    )
    expect(kindsOf).toMatchObject({
      RATE: ["plain_text", "60/60s"],
      AIDEP_DEPLOYMENT: ["plain_text", "d-gateway-1"],
      SITE: ["plain_text", "https://shop-production-site.simulated.workers.dev"],
      API_KEYS: ["secret_text", "secret-value-of-API_KEYS"],
      FILES_BUCKET: ["r2_bucket", undefined],
    })
    expect(kindsOf).not.toHaveProperty("PORT")
    const told = workshop.exchanges.map(({ outcome }) => JSON.stringify(outcome)).join()
    expect(told).not.toContain("secret-value-of-")
    const sent = workshop.ran.map(({ args }) => args.join(" ")).join()
    expect(sent).not.toContain("secret-value-of-")
    expect(JSON.stringify(await observed(workshop))).not.toContain("secret-value-of-")
  })

  test("make new versions in place, and everything goes with its removal", async () => {
    const workshop = await openWorkshop()
    await deploy(workshop)
    const before = workshop.simulation.inventory()
    expect(failures(await deploy(workshop, { version: "2" }))).toEqual([])
    expect(workshop.simulation.inventory()).toEqual(before)
    const standing = await observed(workshop)
    expect(standing.flatMap(({ deploymentId }) => deploymentId ?? []).toSorted()).toEqual([
      "d-clean-2",
      "d-gateway-2",
      "d-site-2",
    ])
    for (const resource of standing)
      expect(await workshop.remote.remove(resource, workshop.scope())).toEqual({
        status: "removed",
      })
    expect(workshop.simulation.inventory()).toEqual([])
  })

  test("are looked at with reads alone: three calls, and four for each Worker", async () => {
    const workshop = await openWorkshop()
    await deploy(workshop)
    workshop.exchanges.length = 0
    await observed(workshop)
    expect(changesOf(workshop.exchanges)).toEqual([])
    const own = operations(workshop).filter((name) =>
      /Worker|Version|Deploy|Sched|Account|Bucket/.test(name),
    )
    expect(own).toHaveLength(3 + 4 * 3)
  })

  test("a deploy of what stands uploads nothing and changes nothing", async () => {
    const workshop = await openWorkshop()
    await deploy(workshop)
    workshop.exchanges.length = 0
    workshop.ran.length = 0
    expect(failures(await deploy(workshop))).toEqual([])
    expect(changesOf(workshop.exchanges)).toEqual([])
    expect(workshop.ran).toEqual([])
  })

  test("what somebody changed in the dashboard is seen, and put right", async () => {
    const workshop = await openWorkshop()
    await deploy(workshop)
    changeScript(workshop, names.gateway, () => ({ logs: false, workersDev: false }))
    changeScript(workshop, names.clean, () => ({ crons: ["0 0 * * *"] }))
    const gateway = await seen(workshop, addresses.gateway)
    expect(differences(wanted(addresses.gateway), gateway)).toEqual([
      "logs: true <> false",
      "workersDev: true <> false",
    ])
    expect(gateway.outputs).toEqual({})
    expect(failures(await deploy(workshop))).toEqual([])
    for (const address of [addresses.gateway, addresses.clean])
      expect(differences(wanted(address), await seen(workshop, address))).toEqual([])
    expect(scriptIn(workshop, names.gateway).versions).toHaveLength(1)
  })

  test("a version that somebody else deployed is not ours, and ours is deployed again", async () => {
    const workshop = await openWorkshop()
    await deploy(workshop)
    changeScript(workshop, names.gateway, ({ deployments, versions }) => {
      const [first] = versions
      if (first === undefined) throw new Error("no version")
      const theirs = { ...first, id: "theirs", number: 2, annotations: {}, cpuMs: null }
      const deployment = { id: "d2", createdAtMs: 0, annotations: {} }
      return {
        versions: [first, theirs],
        deployments: [
          ...deployments,
          { ...deployment, versions: [{ version_id: "theirs", percentage: 100 }] },
        ],
      }
    })
    expect((await seen(workshop, addresses.gateway)).deploymentId).toBeUndefined()
    workshop.exchanges.length = 0
    expect(failures(await deploy(workshop))).toEqual([])
    expect(operations(workshop)).not.toContain("cloudflare.createVersion")
    expect((await seen(workshop, addresses.gateway)).deploymentId).toBe("d-gateway-1")
  })

  test("going back deploys the version that Cloudflare kept, without its code", async () => {
    const workshop = await openWorkshop()
    await deploy(workshop)
    await deploy(workshop, { version: "2" })
    workshop.head = "another commit"
    workshop.ran.length = 0
    expect(failures(await deploy(workshop, { version: "1" }))).toEqual([])
    expect(workshop.ran).toEqual([])
    expect((await seen(workshop, addresses.gateway)).deploymentId).toBe("d-gateway-1")
    expect((await seen(workshop, addresses.site)).deploymentId).toBe("d-site-1")
    expect(scriptIn(workshop, names.gateway).versions).toHaveLength(2)
  })

  test("are bundled by the project's own wrangler, on the Node that aidep runs on", async () => {
    const workshop = await openWorkshop(undefined, {
      ...siteFiles,
      "/project/services/gateway/node_modules/wrangler/package.json": '{"version":"4.170.1"}',
    })
    await deploy(workshop)
    const bundling = workshop.ran.filter(({ args }) => args.includes("--dry-run"))
    expect(bundling.map(({ file }) => file).toSorted()).toEqual(["/usr/bin/node", "wrangler"])
    const [own] = bundling.filter(({ file }) => file === "/usr/bin/node")
    const place = `/project/.aidep/cloudflare/${names.gateway}`
    expect(own).toMatchObject({
      args: [
        "/project/services/gateway/node_modules/wrangler/bin/wrangler.js",
        "deploy",
        "--dry-run",
        "--outfile",
        `${place}/bundle.form`,
        "--config",
        `${place}/wrangler.json`,
      ],
      effect: "read",
      workingFolder: "/project",
    })
  })

  test("a site uploads each file once, with its rules apart", async () => {
    const workshop = await openWorkshop()
    await deploy(workshop)
    const sent = workshop.exchanges.filter(
      ({ request }) => request.operation === "cloudflare.uploadAssets",
    )
    expect(sent.length).toBe(2)
    const { files } = (workshop.simulation.save() as Account).workers
    expect(Object.values(files).toSorted()).toEqual([
      "image/png",
      "text/html; charset=utf-8",
      "text/html; charset=utf-8",
      "text/javascript; charset=utf-8",
    ])
    const [version] = scriptIn(workshop, names.site).versions
    expect(Object.keys(version?.assets?.files ?? {})).toEqual([
      "/404.html",
      "/assets/app.js",
      "/assets/logo.png",
      "/index.html",
    ])
    expect(version?.assets?.config).toEqual({
      not_found_handling: "404-page",
      _headers: "/*\n  X-Frame-Options: DENY\n",
    })
    workshop.exchanges.length = 0
    await deploy(workshop, { version: "2" })
    expect(operations(workshop)).not.toContain("cloudflare.uploadAssets")
    const [build] = workshop.ran.filter(({ file }) => file === "node")
    expect(build).toMatchObject({
      args: ["build.mjs"],
      workingFolder: "/project/web",
      variables: { TITLE: "Shop" },
    })
  })
})

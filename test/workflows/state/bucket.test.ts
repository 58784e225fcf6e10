import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { undiciHttp } from "../../../src/adapters/undici-http.ts"
import { stateStores } from "../../../src/cli/state-stores.ts"
import type { Context } from "../../../src/workflows/context.ts"
import { listReleases } from "../../../src/workflows/state/list-releases.ts"
import { repairState } from "../../../src/workflows/state/repair-state.ts"
import { showState } from "../../../src/workflows/state/show-state.ts"
import { unlock } from "../../../src/workflows/state/unlock.ts"
import { type S3Server, s3Server } from "../../support/s3-server.ts"
import {
  canaries,
  errorOf,
  everythingSaid,
  input,
  manifest,
  type Scene,
  scene,
} from "../deploy/scene.ts"
import { held, type HeldOptions, startMs } from "./held-lock.ts"

let server: S3Server
let shops = 0

beforeAll(async () => {
  server = await s3Server()
})
afterAll(() => server.stop())

interface BucketScene extends Scene {
  readonly bucketContext: Context
  /** Texts in the bucket that belong to the project, by the ends of their names. */
  readonly stored: () => Promise<Readonly<Record<string, string>>>
  readonly put: (key: string, text: string) => Promise<void>
}

/** A scene whose project has a name of its own, and its state in the bucket. */
function bucketScene(): BucketScene {
  const name = `shop-${(shops += 1)}`
  const state = `state: { store: s3, bucket: ${server.bucket}, endpoint: "${server.endpoint}" }\n`
  const text = `${manifest.replace("name: shop", `name: ${name}`)}${state}`
  const shop = scene({ "/project/aidep.yaml": text })
  const { accessKeyId, secretAccessKey } = server.credentials
  const variables = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey }
  const openState = stateStores(undiciHttp())
  const bucketContext = { ...shop.context, variables, openState }
  const prefix = `aidep/${name}/`
  return {
    ...shop,
    bucketContext,
    deploy: async ({ context, ...options } = {}) =>
      await shop.deploy({ ...options, context: { ...bucketContext, ...context } }),
    stored: async () =>
      Object.fromEntries(
        Object.entries(await server.objects()).flatMap(([key, value]) =>
          key.startsWith(prefix) ? [[key.slice(prefix.length), value]] : [],
        ),
      ),
    put: async (key, value) => {
      const options = {
        store: "s3",
        bucket: server.bucket,
        endpoint: server.endpoint,
        prefix,
        credentials: server.credentials,
      } as const
      const store = await openState(options, { files: shop.files })
      const before = await store.read(key)
      const expected = before.status === "read" ? { version: before.version } : "none"
      expect((await store.write(key, value, expected)).status).toBe("written")
    },
  }
}

const lockOf = (options?: HeldOptions) => held({ host: "there", ...options })

describe("a project whose state is in a bucket", () => {
  test("is deployed, and the next machine goes on from its history", async () => {
    const shop = bucketScene()
    await shop.deploy()
    await shop.context.clock.sleep(1_000)
    await shop.files.remove("/project/.aidep")
    await shop.write("model/main.js", "changed")
    await shop.deploy({ context: { machine: { ...shop.context.machine, host: "there" } } })
    expect(shop.world.calls.slice(3)).toEqual(["update model"])
    const { releases, rollbackPoint } = await listReleases(input, shop.bucketContext)
    expect(releases.map(({ verdict }) => verdict)).toEqual(["live", "live"])
    expect(rollbackPoint).toBe(releases[1]?.id)
    expect(shop.files.paths().filter((path) => path.includes(".aidep"))).toEqual([])

    const shown = await showState(input, shop.bucketContext)
    expect(shown.place).toMatch(new RegExp(`^${server.endpoint}/state/aidep/shop-\\d+$`))
    expect(shown.lock).toEqual({ status: "free" })
    expect(shown.journal).toMatchObject({ ended: true, open: [] })
  })

  test("tells no secret to the bucket, nor with an error", async () => {
    const shop = bucketScene()
    const result = await shop.deploy()
    shop.world.interfere = () => ({ message: "It ended." })
    await shop.write("model/main.js", "changed")
    const error = await errorOf(shop.deploy())
    const said = JSON.stringify(await shop.stored()) + everythingSaid(shop, result, error)
    expect(said).toContain("API_KEYS")
    const secrets = [...Object.values(canaries), ...Object.values(server.credentials)]
    for (const secret of secrets) expect(said).not.toContain(secret)
  })

  test("is refused while somebody elsewhere works, who is named", async () => {
    const shop = bucketScene()
    await shop.put("production.lock", lockOf())
    const error = await errorOf(shop.deploy())
    expect([error.exit, error.code]).toEqual([75, "deploy/lock-held"])
    expect(error.message).toContain("deploy, process 7 on there")
    expect(shop.world.calls).toEqual([])
  })

  test("does not take a process of the same number on a machine of the same name for its own", async () => {
    const shop = bucketScene()
    await shop.put("production.lock", lockOf({ host: "here", process: 1 }))
    expect((await errorOf(shop.deploy())).code).toBe("deploy/lock-held")
  })

  test("takes the lock of a holder over who gave no sign of life for a minute", async () => {
    const shop = bucketScene()
    await shop.put("production.lock", lockOf({ ageMs: 61_000 }))
    await shop.deploy()
    expect(shop.context.clock.nowMs() - startMs).toBeGreaterThanOrEqual(60_000)
    expect((await shop.stored())["production.lock"]).toContain('"released":true')
  })

  test("stops before its next change when its lock was taken over, and leaves that alone", async () => {
    const shop = bucketScene()
    let taken: Promise<void> | undefined
    shop.world.interfere = (call) => {
      if (call === "create cache") taken = shop.put("production.lock", lockOf())
      return undefined
    }
    const error = await errorOf(shop.deploy())
    await taken
    expect([error.exit, error.code]).toEqual([75, "state/lock-lost"])
    expect(shop.world.calls).not.toContain("create gateway")
    const stored = await shop.stored()
    expect(stored["production.lock"]).toBe(lockOf())
    expect(stored["production.json"]).toBeUndefined()
  })

  test("is unlocked and repaired there", async () => {
    const shop = bucketScene()
    await shop.deploy()
    const whole = (await shop.stored())["production.json"] ?? ""
    await shop.put("production.lock", lockOf())
    await shop.put("production.json", whole.slice(0, 30))
    const unlocked = await unlock({ ...input, force: true }, shop.bucketContext)
    expect(unlocked).toMatchObject({ unlocked: true, was: { status: "alive" } })
    const repaired = await repairState(input, shop.bucketContext)
    expect(repaired).toMatchObject({ status: "rebuilt", releases: 1 })
    const stored = await shop.stored()
    expect(stored["production.json"]).toBe(whole)
    expect(Object.keys(stored).filter((key) => key.startsWith("production.damaged-"))).toHaveLength(
      1,
    )
  })

  test("keeps a short journal", async () => {
    const shop = bucketScene()
    const entry = JSON.stringify({ type: "end", at: "2026-11-20T10:00:00Z", status: "live" })
    await shop.put("production.journal.jsonl/000000000007.base", `${entry}\n`.repeat(300))
    await shop.deploy()
    const names = Object.keys(await shop.stored()).filter((key) => key.includes("journal"))
    expect(names.length).toBeLessThan(20)
    expect(names.toSorted()[0]).toBe("production.journal.jsonl/000000000008.base")
  })

  test("without credentials is refused before anything is looked at", async () => {
    const shop = bucketScene()
    const error = await errorOf(shop.deploy({ context: { variables: {} } }))
    expect([error.exit, error.code]).toEqual([77, "state/missing-credentials"])
    expect(error.message).toContain("AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY")
    expect(shop.world.calls).toEqual([])
  })

  test("takes credentials from .env too", async () => {
    const shop = bucketScene()
    const { accessKeyId, secretAccessKey } = server.credentials
    const env = shop.files.text("/project/.env") ?? ""
    const pair = `AWS_ACCESS_KEY_ID=${accessKeyId}\nAWS_SECRET_ACCESS_KEY=${secretAccessKey}\n`
    await shop.write(".env", `${env}${pair}`)
    await shop.deploy({ context: { variables: {} } })
    expect(Object.keys(await shop.stored())).toContain("production.json")
  })

  test("whose bucket is not there says so", async () => {
    const shop = bucketScene()
    const text = shop.files.text("/project/aidep.yaml") ?? ""
    await shop.write("aidep.yaml", text.replace("bucket: state", "bucket: other"))
    const error = await errorOf(shop.deploy())
    expect([error.exit, error.code]).toEqual([69, "state/unavailable"])
    expect(error.message).toContain("(NoSuchBucket)")
  })

  test("whose store does not answer goes no further", async () => {
    const shop = bucketScene()
    let lost = false
    shop.world.interfere = () => {
      lost = true
      return undefined
    }
    const http = undiciHttp()
    const openState = stateStores({
      send: async (request, signal) =>
        lost
          ? { status: "failed", kind: "dns", reason: "The name is not known.", maybeDone: false }
          : await http.send(request, signal),
    })
    const error = await errorOf(shop.deploy({ context: { openState } }))
    expect(["deploy/unwritable-state", "state/unavailable"]).toContain(error.code)
    expect(error.message).toContain("the name is not known")
    expect(shop.world.calls).toEqual(["create cache"])
  })
})

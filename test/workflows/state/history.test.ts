import { describe, expect, test } from "vitest"
import { listReleases } from "../../../src/workflows/state/list-releases.ts"
import { repairState } from "../../../src/workflows/state/repair-state.ts"
import { showState } from "../../../src/workflows/state/show-state.ts"
import { canaries, errorOf, input, type Scene, scene } from "../deploy/scene.ts"
import { held, lockPath } from "./held-lock.ts"

const history = "/project/.aidep/state/production.json"
const journal = "/project/.aidep/state/production.journal.jsonl"

/** Two releases, the second one with another model. */
async function released(): Promise<Scene> {
  const shop = scene()
  await shop.deploy()
  await shop.context.clock.sleep(1_000)
  await shop.write("model/main.js", "changed")
  await shop.deploy()
  return shop
}

const releasesIn = async (shop: Scene) => (await listReleases(input, shop.context)).releases
const textOf = (shop: Scene, path = history) => shop.files.text(path) ?? ""

describe("releases", () => {
  test("are listed newest first, with where everything went", async () => {
    const shop = await released()
    const { releases, rollbackPoint } = await listReleases(input, shop.context)
    const [second, first] = releases
    expect(releases).toHaveLength(2)
    expect(second).toMatchObject({ verdict: "live", restorable: true, restores: undefined })
    expect(second?.services.map(({ name, platform }) => `${name} ${platform}`)).toEqual([
      "gateway alpha",
      "model alpha",
      "cache alpha",
    ])
    expect(second?.services.find(({ name }) => name === "model")?.deploymentId).not.toBe(
      first?.services.find(({ name }) => name === "model")?.deploymentId,
    )
    expect(rollbackPoint).toBe(first?.id)
  })

  test("are none before the first deploy", async () => {
    expect(await listReleases(input, scene().context)).toEqual({
      environment: "production",
      releases: [],
      rollbackPoint: undefined,
    })
  })
})

describe("state show", () => {
  test("before the first deploy", async () => {
    expect(await showState(input, scene().context)).toEqual({
      environment: "production",
      place: "/project/.aidep/state",
      history: { status: "missing" },
      journal: { ended: true, open: [], known: 0 },
      lock: { status: "free" },
    })
  })

  test("after a run that was cut off, with its lock left behind", async () => {
    const shop = await released()
    const [newest] = await releasesIn(shop)
    const cut = textOf(shop, journal).split("\n").slice(0, -4).join("\n")
    await shop.write(".aidep/state/production.journal.jsonl", `${cut}\n`)
    await shop.write(".aidep/state/production.lock.50", held())
    const shown = await showState(input, shop.context)
    expect(shown.history).toMatchObject({
      status: "fine",
      releases: 2,
      newest: { id: newest?.id, verdict: "live" },
      newestProven: newest?.id,
    })
    expect(shown.journal).toMatchObject({ ended: false, known: 3 })
    expect(shown.journal.open).toEqual([expect.stringContaining("model")])
    expect(shown.lock).toMatchObject({ status: "gone" })
    expect(JSON.stringify(shown)).not.toContain("canary")
  })

  test.each([
    ["damaged", '{"schema":"aidep/state@2","rele', { status: "damaged" }],
    [
      "of a newer aidep",
      '{"schema":"aidep/state@9"}',
      { status: "newer", schema: "aidep/state@9" },
    ],
  ])("of a history that is %s", async (_, text, shown) => {
    const shop = scene({ [history]: text })
    expect((await showState(input, shop.context)).history).toEqual(shown)
  })
})

describe("state repair", () => {
  test("leaves what is whole", async () => {
    const shop = await released()
    const before = textOf(shop)
    expect(await repairState(input, shop.context)).toMatchObject({ status: "fine", releases: 2 })
    expect(textOf(shop)).toBe(before)
  })

  test.each([
    ["cut off in its last release", (text: string) => text.slice(0, -40), 1],
    ["cut off at its beginning", (text: string) => text.slice(0, 20), 2],
    ["empty", () => "", 2],
    ["overwritten by something else", () => "<<<<<<< HEAD\n", 2],
  ])("puts a history together that was %s", async (_, damage, fromJournal) => {
    const shop = await released()
    const [whole, before] = [textOf(shop), await releasesIn(shop)]
    const damaged = damage(whole)
    await shop.write(".aidep/state/production.json", damaged)
    expect((await errorOf(shop.deploy())).code).toBe("state/damaged")

    const repaired = await repairState(input, shop.context)
    expect(repaired).toMatchObject({ status: "rebuilt", releases: 2 })
    expect(repaired.fromJournal).toHaveLength(fromJournal)
    expect(textOf(shop, repaired.kept ?? "")).toBe(damaged)
    expect(repaired.kept).toMatch(/production\.damaged-20261121t\d+z\.json$/)
    expect(textOf(shop)).toBe(whole)
    expect(await releasesIn(shop)).toEqual(before)
    await shop.deploy()
  })

  test("brings back what was lost between the journal and the history", async () => {
    const shop = await released()
    const whole = textOf(shop)
    const { releases, ...rest } = JSON.parse(whole)
    const shorter = JSON.stringify({ ...rest, releases: releases.slice(0, 1) })
    await shop.write(".aidep/state/production.json", shorter)
    expect(await repairState(input, shop.context)).toMatchObject({
      status: "completed",
      fromJournal: [releases[1].id],
      kept: undefined,
    })
    expect(textOf(shop)).toBe(whole)
  })

  test("leaves the history of a newer aidep, and one that somebody is writing", async () => {
    const newer = scene({ [history]: '{"schema":"aidep/state@9"}' })
    expect((await errorOf(repairState(input, newer.context))).code).toBe("state/newer")
    const busy = scene({ [`${lockPath}.1`]: held({ host: "there" }) })
    expect((await errorOf(repairState(input, busy.context))).code).toBe("deploy/lock-held")
  })

  test("says when there is no room to keep the damaged one, and changes nothing", async () => {
    const full = "the disk is full"
    const shop = scene({ [history]: "{" }, { unplaceable: {} })
    const { files } = shop
    const writeAll: typeof files.writeAll = async ([first, ...others]) =>
      first?.path.includes("damaged") === true
        ? { status: "failed", path: first.path, reason: full, replaced: [] }
        : await files.writeAll([...(first === undefined ? [] : [first]), ...others])
    const context = { ...shop.context, files: { ...files, writeAll } }
    const error = await errorOf(repairState(input, context))
    expect([error.exit, error.code]).toEqual([78, "deploy/unwritable-state"])
    expect(error.message).toContain(full)
    expect(textOf(shop)).toBe("{")
  })
})

describe("the history", () => {
  test("that something else changed during a deploy is left, and the release is not lost", async () => {
    const shop = await released()
    const { files } = shop
    let armed = true
    const append: typeof files.append = async (path, text) => {
      const outcome = await files.append(path, text)
      // A copy is put back at the worst moment.
      if (armed && text.includes('"type":"release"')) {
        armed = false
        await shop.write(".aidep/state/production.json", `${textOf(shop)}\n`)
      }
      return outcome
    }
    await shop.write("model/main.js", "changed again")
    const error = await errorOf(shop.deploy({ context: { files: { ...files, append } } }))
    expect([error.exit, error.code]).toEqual([75, "state/changed"])
    expect(await releasesIn(shop)).toHaveLength(2)
    expect(await repairState(input, shop.context)).toMatchObject({ status: "completed" })
    expect(await releasesIn(shop)).toHaveLength(3)
  })

  test("gets what a run that was cut off had no time to write", async () => {
    const shop = await released()
    const { releases, ...rest } = JSON.parse(textOf(shop))
    const shorter = JSON.stringify({ ...rest, releases: releases.slice(0, 1) })
    await shop.write(".aidep/state/production.json", shorter)
    const ended = textOf(shop, journal).trimEnd().split("\n").slice(0, -1)
    await shop.write(".aidep/state/production.journal.jsonl", `${ended.join("\n")}\n`)
    await shop.context.clock.sleep(1_000)
    await shop.deploy()
    const ids = (await releasesIn(shop)).map(({ id }) => id)
    expect(ids).toEqual([ids[0], ...releases.map(({ id }: { id: string }) => id).toReversed()])
    expect(ids).toHaveLength(3)
  })

  test("in a folder ends with the run of a pipeline, which is said", async () => {
    const shop = scene()
    const inPipeline = { ...shop.context, variables: { CI: "true" } }
    const { diagnostics } = await shop.deploy({ context: inPipeline })
    expect(diagnostics.map(({ code }) => code)).toContain("state/ends-with-run")
    const here = await shop.deploy()
    expect(here.diagnostics.map(({ code }) => code)).not.toContain("state/ends-with-run")
  })

  test("holds no secret, nor do journal and lock", async () => {
    const shop = await released()
    const stored = shop.files
      .paths()
      .filter((path) => path.includes("/.aidep/"))
      .map((path) => textOf(shop, path))
      .join("\n")
    expect(stored).toContain("API_KEYS")
    for (const canary of Object.values(canaries)) expect(stored).not.toContain(canary)
  })
})

import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { fileState } from "../../src/adapters/file-state.ts"
import { nodeFiles } from "../../src/adapters/node-files.ts"
import { s3State } from "../../src/adapters/s3-state.ts"
import { undiciHttp } from "../../src/adapters/undici-http.ts"
import type { Http, HttpOutcome } from "../../src/ports/http.ts"
import type { Expected, StateStore, StoreOutcome } from "../../src/ports/state-store.ts"
import { memoryState } from "../../src/workflows/rehearse/memory-state.ts"
import { memoryFiles } from "../support/memory-files.ts"
import { s3Server, type S3Server } from "../support/s3-server.ts"

let server: S3Server
let folder: string
let places = 0

beforeAll(async () => {
  server = await s3Server()
  folder = mkdtempSync(join(tmpdir(), "aidep-state-"))
})
afterAll(() => {
  server.stop()
  rmSync(folder, { recursive: true })
})

/** Opens one place as often as it is called. */
type Open = () => StateStore

function bucketStore(prefix: string, http: Http = undiciHttp()): StateStore {
  const { endpoint, bucket, credentials } = server
  return s3State({ store: "s3", endpoint, bucket, credentials, prefix }, http)
}

const stores: readonly (readonly [string, () => Open])[] = [
  [
    "a folder",
    () => {
      const place = join(folder, String((places += 1)))
      return () => fileState(nodeFiles, place)
    },
  ],
  [
    "memory",
    () => {
      const files = memoryFiles()
      return () => fileState(files, "/state")
    },
  ],
  [
    "the memory of a rehearsal",
    () => {
      const store = memoryState()
      return () => store
    },
  ],
  [
    "a bucket",
    () => {
      const prefix = `aidep/shop-${(places += 1)}/`
      return () => bucketStore(prefix)
    },
  ],
]

describe.each(stores)("state in %s", (_, place) => {
  test("has nothing at first", async () => {
    const store = place()()
    expect(await store.read("production.json")).toEqual({ status: "missing" })
    expect(await store.readLock("production.lock")).toEqual({ status: "missing" })
    expect(await store.readLog("production.log")).toEqual({ status: "read", text: "" })
  })

  test("writes over nothing only when nothing is expected", async () => {
    expect(await place()().write("a", "one", { version: "1" })).toEqual({ status: "conflict" })
  })

  test.each(["write", "writeLock"] as const)(
    "%s puts a text only over the version that was read",
    async (write) => {
      const store = place()()
      const read = write === "write" ? store.read : store.readLock
      const first = await store[write]("a", "one", "none")
      const version = first.status === "written" ? first.version : ""
      expect(await read("a")).toEqual({ status: "read", text: "one", version })
      expect(await store[write]("a", "two", "none")).toEqual({ status: "conflict" })
      expect((await store[write]("a", "two", { version })).status).toBe("written")
      expect(await store[write]("a", "three", { version })).toEqual({ status: "conflict" })
      expect(await read("a")).toMatchObject({ text: "two" })
      expect(await read("b")).toEqual({ status: "missing" })
    },
  )

  test("gives a lock to one of many", async () => {
    const open = place()
    let expected: Expected = "none"
    for (let round = 0; round < 3; round++) {
      const wanted: Expected = expected
      const outcomes: readonly StoreOutcome[] = await Promise.all(
        Array.from(
          { length: 8 },
          async (__, index) => await open().writeLock("a.lock", `${round} ${index}`, wanted),
        ),
      )
      const versions = outcomes.flatMap((one) => (one.status === "written" ? [one.version] : []))
      expect(versions).toHaveLength(1)
      expect(outcomes.filter(({ status }) => status === "conflict")).toHaveLength(7)
      expected = { version: versions[0] ?? "" }
    }
  })

  test("keeps the lines of a log in order, also of several who write", async () => {
    const open = place()
    const [one, other] = [open(), open()]
    await one.append("log", "first")
    await other.append("log", "second")
    await one.append("log", "third")
    expect(await other.readLog("log")).toEqual({ status: "read", text: "first\nsecond\nthird\n" })
    const lines = Array.from({ length: 10 }, (__, index) => `line ${index}`)
    await Promise.all(
      lines.map(async (line, at) => await (at % 2 ? one : other).append("log", line)),
    )
    const read = await open().readLog("log")
    const text = read.status === "read" ? read.text : ""
    expect(text.trimEnd().split("\n").slice(3).toSorted()).toEqual(lines.toSorted())
  })

  test("shortens a log and goes on after it", async () => {
    const open = place()
    const store = open()
    for (const line of ["one", "two", "three"]) await store.append("log", line)
    expect(await store.rewriteLog("log", "two and three\n")).toEqual({ status: "appended" })
    await store.append("log", "four")
    await open().append("log", "five")
    const text = "two and three\nfour\nfive\n"
    expect(await open().readLog("log")).toEqual({ status: "read", text })
  })
})

describe("state in a folder", () => {
  test("a line that was cut off does not swallow the next one", async () => {
    const files = memoryFiles({ "/state/log": 'whole\n{"cut' })
    const store = fileState(files, "/state")
    await store.append("log", "next")
    await store.append("log", "last")
    expect(files.text("/state/log")).toBe('whole\n{"cut\nnext\nlast\n')
  })

  test("what cannot be written is an answer", async () => {
    const files = memoryFiles({}, { unwritable: { "/state": "the disk is full" } })
    const store = fileState(files, "/state")
    const full = { status: "failed", reason: "the disk is full" }
    expect(await store.write("a", "text", "none")).toEqual(full)
    expect(await store.writeLock("a", "text", "none")).toEqual(full)
    expect(await store.append("a", "text")).toEqual(full)
    expect(await store.rewriteLog("a", "text")).toMatchObject(full)
  })
})

describe("state in a bucket", () => {
  test("names where it is, without credentials", () => {
    expect(bucketStore("aidep/shop/").place).toBe(`${server.endpoint}/state/aidep/shop`)
    const { credentials } = server
    const options = { store: "s3", bucket: "acme", prefix: "aidep/shop/", credentials } as const
    const store = s3State({ ...options, region: "eu-west-1" }, undiciHttp())
    expect(store.place).toBe("https://acme.s3.eu-west-1.amazonaws.com/aidep/shop")
  })

  test("a list of several pages is read to its end", async () => {
    const urls: URL[] = []
    const store = bucketStore("many/", {
      send: async ({ method, url }) => {
        urls.push(new URL(url))
        if (method === "PUT") return answered(200, "")
        const isSecond = urls.at(-1)?.searchParams.get("continuation-token") === "more"
        return isSecond
          ? page(1_001, "")
          : page(1_000, "<NextContinuationToken>more</NextContinuationToken>")
      },
    })
    expect(await store.append("log", "line")).toEqual({ status: "appended" })
    expect(urls.at(-1)?.pathname).toBe("/state/many/log/000000001002")
    expect(urls).toHaveLength(3)
  })

  test("a cut-off shortening leaves the log as it was or as it is meant to be", async () => {
    const http = undiciHttp()
    const halting: Http = {
      send: async (request) => (request.method === "DELETE" ? cutOff : await http.send(request)),
    }
    await bucketStore("cut/").append("log", "one")
    await bucketStore("cut/", halting).rewriteLog("log", "all\n")
    await bucketStore("cut/").append("log", "two")
    expect(await bucketStore("cut/").readLog("log")).toEqual({ status: "read", text: "all\ntwo\n" })
  })

  test("a write that was done although its answer was lost counts once", async () => {
    const http = undiciHttp()
    const repeating: Http = {
      send: async (request) => {
        if (request.method === "PUT") await http.send(request)
        return await http.send(request)
      },
    }
    const store = bucketStore("lost/", repeating)
    expect((await store.write("a", "text", "none")).status).toBe("written")
    expect((await store.writeLock("b", "text", "none")).status).toBe("written")
    await store.append("log", "one")
    await store.append("log", "two")
    expect(await store.readLog("log")).toEqual({ status: "read", text: "one\ntwo\n" })
  })

  test.each([
    [
      "an answer of another kind",
      answered(503, "<Error><Code>SlowDown</Code></Error>"),
      "the store answered with status 503 (SlowDown)",
    ],
    [
      "no right to it",
      answered(403, "<Error><Code>AccessDenied</Code></Error>"),
      "the store answered with status 403 (AccessDenied)",
    ],
    [
      "no bucket",
      answered(404, "<Error><Code>NoSuchBucket</Code></Error>"),
      "the store answered with status 404 (NoSuchBucket)",
    ],
    [
      "no connection",
      {
        status: "failed",
        kind: "refused",
        reason: "The connection was refused.",
        maybeDone: false,
      },
      "the connection was refused",
    ],
  ] satisfies readonly (readonly [string, HttpOutcome, string])[])(
    "%s is said, without what was sent",
    async (__, outcome, reason) => {
      const store = bucketStore("fails/", { send: async () => outcome })
      const failed = { status: "failed", reason }
      expect(await store.read("a")).toEqual(failed)
      expect(await store.write("a", "text", "none")).toEqual(failed)
      expect(await store.readLog("a")).toEqual(failed)
      expect(await store.append("a", "line")).toEqual(failed)
      expect(await store.rewriteLog("a", "line")).toEqual(failed)
    },
  )
})

const cutOff: HttpOutcome = {
  status: "failed",
  kind: "cut",
  reason: "It was cut.",
  maybeDone: true,
}

function answered(statusCode: number, body: string): HttpOutcome {
  return { status: "answered", statusCode, headers: {}, body }
}

/** One object, and what stands after it. */
function page(number: number, rest: string): HttpOutcome {
  const name = `many/log/${String(number).padStart(12, "0")}`
  return answered(200, `<Contents><Key>${name}</Key></Contents>${rest}`)
}

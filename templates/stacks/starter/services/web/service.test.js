import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { createService } from "./service.js"

const service = createService({ AIDEP_DEPLOYMENT: "d1", GREETING: "Good day" })
let address

before(async () => {
  await new Promise((resolve) => service.listen(0, "127.0.0.1", resolve))
  address = `http://127.0.0.1:${service.address().port}`
})
after(() => service.close())

test("is healthy and says which deployment answers", async () => {
  const response = await fetch(`${address}/health`)
  assert.equal(response.status, 200)
  assert.equal(response.headers.get("x-aidep-deployment"), "d1")
  assert.equal(response.headers.get("cache-control"), "no-store")
  assert.deepEqual(await response.json(), { status: "ok" })
})

test("greets", async () => {
  const response = await fetch(`${address}/?from=test`)
  assert.deepEqual(await response.json(), { message: "Good day" })
})

test("knows no other path and no other method", async () => {
  assert.equal((await fetch(`${address}/other`)).status, 404)
  assert.equal((await fetch(address, { method: "POST" })).status, 405)
})

import { expect, test } from "vitest"
import { eventually } from "../../../support/eventually.ts"
import { hmacSigned } from "../support/forged-token.ts"
import { movableClock } from "../support/movable-clock.ts"
import { completion, json } from "../support/scripts.ts"
import { chat, clientOf, stageProcess } from "../support/stage.ts"

// Groups 11 and 14: a clock that is set forward or back neither locks anybody out nor lets anybody in.

const hourMs = 3_600_000
const answered = completion("hello")
const secret = "a-secret-of-at-least-32-bytes-of-a-test"

/** The time that the gateway tells, from the last line of its log. */
function timeOf(lines: readonly string[]): number {
  const line: { time?: string } = JSON.parse(lines.at(-1) ?? "{}")
  return Date.parse(line.time ?? "")
}

type Staged = Awaited<ReturnType<typeof stageProcess>>

async function jumped({ gateway, ask }: Staged, clock: ReturnType<typeof movableClock>) {
  const before = Date.now()
  clock.jump(gateway)
  await eventually("the clock to jump", async () => {
    await ask("/v1/unknown")
    return Math.abs(timeOf(gateway.lines) - before) > hourMs / 2
  })
}

test.each([
  { way: "back", byMs: -hourMs },
  { way: "forward", byMs: hourMs },
])(
  "a limit still holds, and lets through again, after the clock was set $way",
  async ({ byMs }) => {
    const clock = movableClock(byMs)
    const staged = await stageProcess(
      json(answered),
      { RATE_LIMIT: "10/5s", CACHE: "off" },
      clock.options,
    )
    const burst = async () => {
      const asked = Array.from(
        { length: 30 },
        async () => (await staged.post("/v1/completions", chat)).status,
      )
      return (await Promise.all(asked)).filter((status) => status === 200).length
    }
    expect(await burst()).toBeLessThan(20)
    await jumped(staged, clock)
    // At most a whole limit anew; and within its period, not an hour later, there is room again.
    expect(await burst()).toBeLessThan(20)
    const again = await eventually("room for another request", async () => {
      return (await staged.post("/v1/completions", chat)).status === 200
    })
    expect(again).toBe(true)
  },
)

test("a token that was accepted is refused when the clock has passed its end", async () => {
  const clock = movableClock(hourMs)
  const settings = { JWT_ISSUER: "issuer", JWT_AUDIENCE: "gateway", JWT_SECRET: secret }
  const staged = await stageProcess(json(answered), settings, clock.options)
  const exp = Math.floor(Date.now() / 1000) + 600
  const token = hmacSigned(secret, { iss: "issuer", aud: "gateway", sub: "acme", exp })
  const { ask } = clientOf(staged.url, token)
  expect((await ask("/v1/models")).status).toBe(200)
  await jumped(staged, clock)
  expect((await ask("/v1/models")).status).toBe(401)
})

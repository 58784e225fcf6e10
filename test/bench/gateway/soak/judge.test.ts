import { describe, expect, test } from "vitest"
import { eventsOfAStream } from "./faulty-upstream.ts"
import { judge } from "./judge.ts"

const prompt = "question-7"
const events = Array.from(
  { length: eventsOfAStream },
  (_, index) => `data: {"text":"${prompt}","index":${index}}\n\n`,
)
const done = "data: [DONE]\n\n"
const error =
  'event: error\ndata: {"error":{"message":"m","type":"t","param":null,"code":"bad_upstream"}}\n\n'

const whole = (status: number, text: string) =>
  judge({ status, type: "application/json", text }, prompt)
const stream = (text: string) => judge({ status: 200, type: "text/event-stream", text }, prompt)

describe("an answer", () => {
  test("to the question is served, to another one is wrong", () => {
    expect(whole(200, '{"text":"question-7"}')).toEqual({ kind: "served" })
    expect(whole(200, '{"text":"question-8"}')).toMatchObject({ kind: "wrong" })
    expect(whole(200, '{"text":')).toMatchObject({ kind: "wrong" })
  })

  test("that says why it is none is refused, any other is wrong", () => {
    expect(whole(502, error)).toEqual({ kind: "refused", status: 502, code: "bad_upstream" })
    expect(whole(500, '{"error":{"code":"internal_error"}}')).toMatchObject({ kind: "wrong" })
    expect(whole(502, "")).toMatchObject({ kind: "wrong" })
  })
})

describe("a stream", () => {
  test("of all events once is served", () => {
    expect(stream(events.join("") + done)).toEqual({ kind: "served" })
  })

  test("that ends in an error after its first events is refused", () => {
    const refused = { kind: "refused", status: 200, code: "bad_upstream" }
    expect(stream(events.slice(0, 3).join("") + error)).toEqual(refused)
    expect(stream(`${events.slice(0, 3).join("")}\n\n${error}`)).toEqual(refused)
    expect(stream(error)).toEqual(refused)
  })

  test.each([
    ["lacks an event", events.slice(1).join("") + done],
    ["has an event twice", events[0] + events.join("") + done],
    ["ends without a word", events.slice(0, 3).join("")],
    ["ends cleanly too soon", events.slice(0, 3).join("") + done],
    ["ends in an error and cleanly", events.join("") + error + done],
    ["is another one's", events.join("").replaceAll(prompt, "question-8") + done],
  ])("that %s is wrong", (_, text) => {
    expect(stream(text)).toMatchObject({ kind: "wrong" })
  })
})

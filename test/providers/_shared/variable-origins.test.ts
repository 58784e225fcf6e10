import { expect, test } from "vitest"
import { originsOf } from "../../../providers/_shared/variable-origins.ts"

test("a text is written into the file, a secret is set on the platform, the rest follows a deploy", () => {
  const variables = [
    { name: "API_KEY", sensitive: true, text: undefined },
    { name: "GREETING", sensitive: false, text: "hello" },
    { name: "NOTHING", sensitive: false, text: "" },
    { name: "ORDERS_URL", sensitive: false, text: undefined },
  ]
  expect(originsOf(variables)).toEqual({
    known: { GREETING: "hello", NOTHING: "" },
    secrets: ["API_KEY"],
    later: ["ORDERS_URL"],
  })
})

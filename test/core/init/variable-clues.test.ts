import { expect, test } from "vitest"
import { parseVariables, variableClues } from "../../../src/core/init/variable-clues.ts"
import { folderContents } from "../../support/folder-contents.ts"

const found = (text: string, file = ".env.example") =>
  variableClues(folderContents({ [file]: text }))

test("names that look secret become secrets, the others keep the example's value", () => {
  const text = [
    "LOG_LEVEL=info",
    "OPENAI_API_KEY=sk-...",
    "SENTRY_DSN=",
    "JWT_SECRET=x",
    "REGION=",
  ].join("\n")
  expect(found(text)).toEqual([
    { name: "LOG_LEVEL", example: "info", secret: false },
    { name: "OPENAI_API_KEY", example: "sk-...", secret: true },
    { name: "SENTRY_DSN", example: "", secret: true },
    { name: "JWT_SECRET", example: "x", secret: true },
    { name: "REGION", example: "", secret: false },
  ])
})

test.each([
  ["DATABASE_URL=postgres://localhost/app", true],
  ["UPSTREAM=https://user:pass@example.com", true],
  ["HF_TOKEN=hf_x", true],
  ["API_KEYS=a,b", true],
  ["DB_PASSWORD=x", true],
  ["MAX_TOKENS=512", false],
  ["USE_TOKEN=true", false],
  ["NEXT_PUBLIC_KEY=pk", false],
  ["MONKEY=george", false],
  ["PUBLIC_URL=https://example.com", false],
])("%s: secret is %s", (line, secret) => {
  expect(found(line)).toMatchObject([{ secret }])
})

test("what aidep sets itself is left out", () => {
  expect(found("PORT=3000\nAIDEP_DEPLOYMENT=x\n")).toEqual([])
})

test("lines as .env files have them", () => {
  const text = [
    "# comment",
    "export A=1 # one",
    `B="two # not a comment"`,
    "C='three'",
    "  D = four",
    "A=5",
    "not a line",
    "E=a#b",
  ].join("\r\n")
  expect(parseVariables(text)).toEqual([
    { name: "A", value: "5" },
    { name: "B", value: "two # not a comment" },
    { name: "C", value: "three" },
    { name: "D", value: "four" },
    { name: "E", value: "a#b" },
  ])
})

test("other custom names of the file are read too", () => {
  expect(found("A=1", ".env.sample")).toHaveLength(1)
  expect(found("A=1", ".env.template")).toHaveLength(1)
  expect(found("A=1", ".env")).toEqual([])
})

import { expect, test } from "vitest"
import { argumentAt } from "../../../providers/local/remote/prepare/process.ts"
import { localProject, outputsOf } from "./local-project.ts"

test.each([
  ["8000", "41000"],
  ["--port=8000", "--port=41000"],
  ["0.0.0.0", "127.0.0.1"],
  ["--host=0.0.0.0", "--host=127.0.0.1"],
  ["0.0.0.0:8000", "127.0.0.1:41000"],
  ["--bind=0.0.0.0:8000", "--bind=127.0.0.1:41000"],
  [":8000", ":41000"],
  ["18000", "18000"],
  ["app:main", "app:main"],
  ["--workers=80", "--workers=80"],
  ["http://10.0.0.0:9000", "http://10.0.0.0:9000"],
])("the argument %s becomes %s on another port", (argument, expected) => {
  expect(argumentAt(argument, 8000, 41_000)).toBe(expected)
})

test("the arguments of a worker stay as they are", () => {
  expect(argumentAt("8000", undefined, 0)).toBe("8000")
})

test.each([
  ["one plain command runs without npm", { start: "node server.js plain" }, "plain"],
  ["a script with a shell's signs is left to npm", { start: "node server.js 'a  b'" }, "a  b"],
  [
    "a script with another one before it is left to npm",
    { prestart: "node -e 1", start: "node server.js after" },
    "after",
  ],
])("%s", async (_what, scripts, expected) => {
  const project = localProject({
    manifest: "services: { web: { kind: web, source: ./web, targets: [local] } }",
    files: {
      "web/package.json": JSON.stringify({ scripts }),
      "web/server.js": `
const answer = JSON.stringify({ argument: process.argv[2], npm: process.env.npm_lifecycle_event })
require("node:http").createServer((_, response) => response.end(answer)).listen(process.env.PORT)
`,
    },
  })
  const { url } = outputsOf(await project.create("web"))
  const answer = await (await fetch(`${url}/`)).json()
  const plain = scripts.start === "node server.js plain"
  expect(answer).toEqual({ argument: expected, ...(plain ? {} : { npm: "start" }) })
})

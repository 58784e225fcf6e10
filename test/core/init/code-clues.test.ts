import { describe, expect, test } from "vitest"
import { codeClues, listensIn } from "../../../src/core/init/code-clues.ts"
import { commandWords, portNumber, portOption } from "../../../src/core/init/command-words.ts"
import { folderContents } from "../../support/folder-contents.ts"

const clues = (text: string, file = "server.js") => codeClues(folderContents({ [file]: text }))

describe("ports", () => {
  test.each([
    ["app.listen(3001)", 3001],
    ["const port = process.env.PORT || 3002", 3002],
    ['const port = Number(process.env["PORT"] ?? "3003")', 3003],
    ["serve({ fetch: app.fetch, port: 3004 })", 3004],
    ["await app.listen({ host, port: 3005 })", 3005],
    ["const PORT = 3006", 3006],
    ['uvicorn.run(app, host="0.0.0.0", port=3007)', 3007],
    ['port = int(os.environ.get("PORT", "3008"))', 3008],
    ['os.getenv("PORT", 3009)', 3009],
  ])("%s", (text, port) => {
    expect(clues(text).port?.value).toBe(port)
  })

  test.each(["app.listen(process.env.PORT)", "app.listen(99999)", "const timeout = 3000", ""])(
    "%s gives none",
    (text) => {
      expect(clues(text).port).toBeUndefined()
    },
  )
})

describe("health paths", () => {
  test.each([
    ['@app.get("/health")', "/health"],
    ["app.get('/healthz', ok)", "/healthz"],
    ['if (url === "/api/health") return ok()', "/api/health"],
    ["router.use(`/_health`)", "/_health"],
    ['app.get("/ping", pong)', "/ping"],
    ['path == "/livez"', "/livez"],
  ])("%s", (text, path) => {
    expect(clues(text).healthPath?.value).toBe(path)
  })

  test.each(['const link = "/status"', 'app.get("/users")', 'fetch("https://x.example/health")'])(
    "%s gives none",
    (text) => {
      expect(clues(text).healthPath).toBeUndefined()
    },
  )

  test("the likelier one is taken, wherever it stands", () => {
    const contents = folderContents({
      "server.js": 'app.get("/ping", pong)',
      "src/app.js": '\n\napp.get("/health", ok)',
    })
    expect(codeClues(contents).healthPath).toEqual({ value: "/health", place: "src/app.js:3" })
  })
})

test("a service that answers with its deployment is noticed", () => {
  expect(clues("headers['x-aidep-deployment'] = id").release?.value).toBe("header")
  expect(clues("os.environ['AIDEP_DEPLOYMENT']", "main.py").release?.value).toBe("header")
  expect(clues("").release).toBeUndefined()
})

test("code that opens a port is told from code that does not", () => {
  expect(listensIn(folderContents({ "index.js": "server.listen(port)" }))).toBe(true)
  expect(listensIn(folderContents({ "index.js": "export const x = 1" }))).toBe(false)
})

test("commands are split into words, quotes taken off", () => {
  expect(commandWords(`python -m "my app" --name='a b' x`)).toEqual([
    "python",
    "-m",
    "my app",
    "--name=a b",
    "x",
  ])
  expect(commandWords("   ")).toEqual([])
})

test("ports of options, and texts that are none", () => {
  expect(
    ["--port 80", "-p=8080", "PORT=3000 node .", "-b :9000", "--porter 70"].map(portOption),
  ).toEqual([80, 8080, 3000, 9000, undefined])
  expect(["1", "65535", "0", "65536", "8o", "", undefined].map(portNumber)).toEqual([
    1,
    65_535,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})

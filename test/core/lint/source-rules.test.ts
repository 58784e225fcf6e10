import { expect, test } from "vitest"
import { placed } from "../../support/parse-text.ts"
import { codesOf, lintFile } from "./lint-text.ts"

test.each([
  ["app.py", 'app.add_middleware(CORSMiddleware, allow_origins=["*"])'],
  ["server.js", 'response.setHeader("Access-Control-Allow-Origin", "*")'],
  ["server.ts", "app.use(cors())"],
  ["server.ts", 'app.use(cors({ credentials: true, origin: "*" }))'],
])("in %s any origin: %s", (path, text) =>
  expect(codesOf(lintFile(path, text))).toEqual(["hardening/wildcard-cors"]),
)

test.each([
  ["app.py", 'app = FastAPI(title="x", debug=True)'],
  ["app.py", "app.run(host=HOST, debug=True)"],
  ["settings.py", "DEBUG = True"],
])("in %s debugging: %s", (path, text) => {
  expect(codesOf(lintFile(path, text))).toEqual(["hardening/debug-flag"])
})

test.each([
  ["test/app.test.ts", "app.use(cors())"],
  ["tests/test_app.py", "app = FastAPI(debug=True)"],
  ["README.md", 'allow_origins=["*"]'],
  ["app.py", 'allow_origins=["https://app.example.com"]'],
])("neither in %s: %s", (path, text) => expect(lintFile(path, text)).toEqual([]))

const random = "q7Hx2LmV9sPz4RkTy8WbN3cJ"

test.each([
  ["a.env", `API_TOKEN=${random}`],
  ["a.yaml", `  apiToken: ${random}`],
  ["a.json", `{ "secret-key": "${random}" }`],
  ["a.ts", `const authToken = '${random}'`],
  ["a.go", `password := "${random}"`],
])("a random value behind the name of a secret, in %s", (path, text) => {
  expect(codesOf(lintFile(path, text))).toEqual(["secret/in-file"])
  expect(JSON.stringify(lintFile(path, text))).not.toContain(random)
})

test("is placed at the value", () => {
  expect(placed(lintFile("a.py", `\nAPI_KEY = "${random}"\n`))).toEqual(["2:12 secret/in-file"])
})

test.each([
  ["a.py", 'API_KEY = os.environ["API_KEY_OF_THE_SERVICE"]'],
  ["a.py", 'API_KEY = "your-api-key-goes-here-123"'],
  ["a.yaml", "api_key: ${API_KEY_FOR_PRODUCTION_1}"],
  ["a.ts", 'const token = "a-name-with-words-and-1"'],
  ["a.ts", `const integrity = "sha512-${random}"`],
  ["package-lock.json", `"token": "${random}"`],
  ["a.py", 'API_KEY = "aaaaaaaaaaaaaaaaaaaa1"'],
  ["a.ts", "const maxTokens = 12345678901234567"],
  ["a.md", `The commit ${random}`],
])("in %s, %s is none", (path, text) => expect(lintFile(path, text)).toEqual([]))

test("a megabyte without line breaks takes no time", () => {
  const text = `token: ${"a".repeat(1_000_000)} FastAPI(${"(".repeat(50_000)}`
  expect(lintFile("a.py", text)).toEqual([])
})

import { expect, test } from "vitest"
import { secretlintScanner } from "../../src/adapters/secretlint-scanner.ts"

const random = "q7Hx2LmV9sPz4RkTy8WbN3cJ5dFg6hKj1aZx"

test.each([
  ["github", `TOKEN=ghp_${random}`],
  ["huggingface", `TOKEN=hf_${random.replaceAll(/\d/g, "x").slice(2)}`],
  ["database-connection-string", "TOKEN=postgres://app:k3Hq9vPz2LxT@db.acme.io/app"],
])("finds %s at its place, and never says the value", async (kind, line) => {
  const found = await secretlintScanner.scan({ path: "a.env", text: `# hello\n  ${line}\n` })
  expect(found).toEqual([{ kind, line: 2, column: line.indexOf("=") + 4 }])
  expect(JSON.stringify(found)).not.toContain(line.slice(-12))
})

test("its own comments silence nothing: they want no reason", async () => {
  const text = `// secretlint-disable-next-line\nconst a = "ghp_${random}"\n`
  expect(await secretlintScanner.scan({ path: "a.js", text })).toHaveLength(1)
})

test("an ordinary text has none", async () => {
  const text = "Hello.\nTOKEN=${TOKEN}\nhttps://example.com/a?b=c\n"
  expect(await secretlintScanner.scan({ path: "README.md", text })).toEqual([])
})

import { array, assert, constantFrom, property, string } from "fast-check"
import { globSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import { lintFile } from "./lint-text.ts"

const root = fileURLToPath(new URL("../../..", import.meta.url))
const paths = ["Dockerfile", ".github/workflows/a.yml", "a.py", "a.ts", ".env.example"] as const

/** Words that the rules look for, so that texts come close to what they find. */
const word = constantFrom(
  "FROM",
  "node",
  ":",
  "@",
  "AS",
  "\n",
  "USER",
  "COPY",
  "ARG",
  "ENV",
  "API_KEY",
  "=",
  "RUN",
  "curl",
  "|",
  "sh",
  "[",
  "]",
  '"',
  "{",
  "}",
  "\\",
  "<<EOF",
  "EOF",
  "on",
  "jobs",
  "steps",
  "- uses",
  "- run",
  "${{",
  "}}",
  "secrets.A",
  "  ",
  "#",
  "aidep-ignore",
  "secret/in-file",
  "--",
  "allow_origins",
  "*",
  "\r\n",
  "\u0000",
  "&a",
  "*a",
  "<<",
  "permissions",
)

test("whatever a file holds, the rules find places in it and never fail", () => {
  assert(
    property(
      constantFrom(...paths),
      array(word).map((words) => words.join(" ")),
      string(),
      (path, words, rest) => {
        const text = `${words}${rest}`
        const lines = text.split("\n").length
        for (const { place } of lintFile(path, text)) {
          expect(place?.file).toBe(path)
          expect(place?.line).toBeLessThanOrEqual(lines)
          expect(place?.column).toBeGreaterThan(0)
        }
      },
    ),
    { seed: 20_261_121, numRuns: 2000 },
  )
})

test("files that aidep renders break no rule", () => {
  const rendered = globSync("test/golden/**/{Dockerfile,*.yml}", {
    cwd: root,
    exclude: (path) => path.endsWith("compose.yaml"),
  })
  const broken = rendered.flatMap((path) =>
    lintFile(path, readFileSync(`${root}${path}`, "utf8"))
      .filter(({ code }) => code !== "dockerfile/no-ignore-file")
      .map(({ code, place }) => `${path}:${place?.line} ${code}`),
  )
  expect(rendered.length).toBeGreaterThan(10)
  expect(broken).toEqual([])
})

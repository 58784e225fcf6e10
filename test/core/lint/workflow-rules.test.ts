import { expect, test } from "vitest"
import { placed } from "../../support/parse-text.ts"
import { codesOf, lintFile } from "./lint-text.ts"

const commit = "3d3c42e5aac5ba805825da76410c181273ba90b1"
const workflow = (steps: string, on = "push") =>
  `on: ${on}\npermissions: {}\njobs:\n  test:\n    runs-on: ubuntu-latest\n    timeout-minutes: 5\n    steps:\n${steps}`
const found = (text: string) => codesOf(lintFile(".github/workflows/a.yaml", text))

test.each([
  `acme/action@${commit}`,
  "./.github/actions/build",
  "$/.github/workflows/test.yml",
  `docker://alpine@sha256:${"a".repeat(64)}`,
])("%s is pinned", (used) => expect(found(workflow(`      - uses: ${used}`))).toEqual([]))

test.each(["acme/action@v1", "acme/action@main", "acme/action", "docker://alpine:3.22"])(
  "%s is not",
  (used) => expect(found(workflow(`      - uses: ${used}`))).toEqual(["workflow/unpinned-action"]),
)

test("workflows that are called are pinned, too", () => {
  const text = "on: push\npermissions: {}\njobs: { a: { uses: acme/x/.github/workflows/a.yml@v1 } }"
  expect(found(text)).toEqual(["workflow/unpinned-action"])
})

const jobs = (permissions: string) =>
  `on: push\njobs: { a: { runs-on: x, timeout-minutes: 5${permissions}, steps: [] } }`

test("permissions may stand on each job", () => {
  expect(found(jobs(", permissions: {}"))).toEqual([])
  expect(found(jobs(""))).toEqual(["workflow/broad-permissions"])
  expect(found(jobs(", permissions: write-all"))).toEqual(["workflow/broad-permissions"])
})

test("an expression is placed inside its command", () => {
  const text = workflow("      - run: |\n          true\n          echo ${{ github.head_ref }}")
  expect(placed(lintFile(".github/workflows/a.yml", text))).toEqual([
    "8:14 workflow/untrusted-input",
  ])
})

test.each([
  "github.event.issue.body",
  "github.event.comment.body",
  "github.event.pull_request.head.ref",
  "github.event.commits[0].message",
  "github.head_ref || github.ref_name",
])("outsiders write ${{ %s }}", (expression) =>
  expect(found(workflow(`      - run: echo "\${{ ${expression} }}"`))).toEqual([
    "workflow/untrusted-input",
  ]),
)

test.each([
  "github.sha",
  "github.event.pull_request.number",
  "github.event.repository.default_branch",
  "inputs.environment",
  "matrix.name",
])("they do not write ${{ %s }}", (expression) =>
  expect(found(workflow(`      - run: echo "\${{ ${expression} }}"`))).toEqual([]),
)

test("a script that is given to an action is a command", () => {
  const step = `      - uses: actions/github-script@${commit}\n        with: { script: "log('\${{ secrets.A }}')" }`
  expect(found(workflow(step))).toEqual(["workflow/secret-in-command"])
})

test("only files in the folder of workflows count, and what does not parse breaks no rule", () => {
  expect(lintFile("docs/a.yml", workflow("      - uses: a/b@v1"))).toEqual([])
  for (const text of ["", "jobs: [", "- 1", "jobs: 5", "on: push\njobs: { a: { steps: 4 } }\n"])
    expect(() => found(text)).not.toThrow()
})

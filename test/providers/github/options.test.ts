import { describe, expect, test } from "vitest"
import { orderDiagnostics } from "../../../src/errors/diagnostic.ts"
import { renderGithub } from "./render-github.ts"

function problems(github: string, services = ""): readonly string[] {
  const text = `version: 1
name: shop
services:
  web: { kind: web, source: ./web, targets: [railway], health: { path: /health } }
  worker: { kind: worker, image: "ghcr.io/acme/worker:1.0.0", targets: [railway] }
  far: { kind: web, targets: [external] }
${services}
platforms:
  github: ${github}
`
  return orderDiagnostics(renderGithub(text).diagnostics).map(
    ({ code, message, hint, place }) =>
      `${place?.line}:${place?.column} ${code} ${message} ${hint}`,
  )
}

describe("schedules", () => {
  test.each([
    [
      '{ schedules: [{ name: a, cron: "0 2 * * *", run: [ls], service: wbe }] }',
      '9:75 github/unknown-service There is no service "wbe" that aidep deploys. Name one of: web, worker.',
    ],
    [
      '{ schedules: [{ name: a, cron: "0 2 * * *", run: [ls], service: far }] }',
      '9:75 github/unknown-service There is no service "far" that aidep deploys. Name one of: web, worker.',
    ],
    [
      '{ schedules: [{ name: a, cron: "0 2 * * *" }] }',
      '9:25 github/nothing-to-run The schedule "a" has nothing to run: it names no service either. Add "run", such as [python, backup.py].',
    ],
    [
      '{ schedules: [{ name: a, cron: "0 2 * * *", service: worker }] }',
      '9:64 github/nothing-to-run The schedule "a" has nothing to run: "worker" is not built from a folder. Add "run", such as [python, backup.py].',
    ],
    [
      '{ schedules: [{ name: a, cron: "0 2 * * *", run: [ls] }, { name: a, cron: "0 3 * * *", run: [ls] }] }',
      '9:76 github/job-twice Two scheduled jobs would be called "a". Give each schedule a name of its own, and list each service once under keepWarm.',
    ],
    [
      '{ schedules: [{ name: notify, cron: "0 2 * * *", run: [ls] }] }',
      '9:33 github/job-twice Two scheduled jobs would be called "notify". Give each schedule a name of its own, and list each service once under keepWarm.',
    ],
    [
      '{ keepWarm: [{ service: worker, cron: "0 2 * * *" }] }',
      '9:35 github/nothing-to-warm "worker" cannot be kept warm, because it has no health path. Add "health: { path: /health }" to "worker".',
    ],
    [
      '{ keepWarm: [{ service: nobody, cron: "0 2 * * *" }] }',
      '9:35 github/unknown-service There is no service "nobody" that aidep deploys. Name one of: web, worker.',
    ],
  ])("%s is refused", (options, expected) => {
    expect(problems(options)).toEqual([expected])
  })

  test("may run a command beside a service that has an image", () => {
    expect(
      problems('{ schedules: [{ name: a, cron: "0 2 * * *", run: [ls], service: worker }] }'),
    ).toEqual([])
  })
})

const cron = (text: string) => problems(`{ schedules: [{ name: a, cron: "${text}", run: [ls] }] }`)

describe("times", () => {
  test.each(["* * * * *", "*/1 * * * *", "*/4 0 * * *"])("%s is too often", (text) => {
    expect(cron(text)).toEqual([expect.stringContaining("five minutes or more")])
  })

  test("days of the week end at 6", () => {
    expect(cron("0 3 * * 7")).toEqual([expect.stringContaining("from 0 (Sunday) to 6")])
    expect(cron("0 3 * * 0,6")).toEqual([])
    expect(cron("7 7 7 7 *")).toEqual([])
  })

  test("what is no schedule at all is said once", () => {
    expect(cron("7 soon")).toEqual([expect.stringContaining("five fields")])
  })
})

describe("options", () => {
  test.each([
    ["{ brnch: trunk }", "manifest/unknown-key"],
    ["{ environments: [] }", "manifest/out-of-range"],
    ["{ setup: [pip install modal] }", "manifest/wrong-type"],
    ["{ secrets: [my secret] }", "manifest/wrong-form"],
    ["{ secrets: [GITHUB_PAT] }", "manifest/wrong-form"],
    ["{ slackSecret: github_hook }", "manifest/wrong-form"],
    ["{ deployTimeoutMinutes: 0 }", "manifest/out-of-range"],
  ])("%s is refused with its place", (options, code) => {
    const found = problems(options)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(new RegExp(`^9:\\d+ ${code} `))
  })

  test("a command holds no expression of GitHub", () => {
    expect(problems('{ setup: [[echo, "${{ secrets.KEY }}"]] }')).toEqual([
      expect.stringContaining("without an expression of GitHub"),
    ])
  })

  test("that are wrong leave the workflows out", () => {
    const { files } = renderGithub(
      `version: 1\nname: shop\nplatforms: { github: { runner: 1 } }\nservices: { web: { kind: web, source: ., targets: [railway] } }\n`,
    )
    expect([...files.keys()]).toEqual([])
  })

  test("false leaves the workflows out", () => {
    const { files, diagnostics } = renderGithub(
      `version: 1\nname: shop\nplatforms: { github: false }\nservices: { web: { kind: web, source: ., targets: [railway] } }\n`,
    )
    expect([...files.keys()]).toEqual([])
    expect(diagnostics).toEqual([])
  })
})

test("a secret that GitHub would refuse is an error at the service", () => {
  const services =
    "  bot: { kind: worker, source: ./bot, targets: [railway], secrets: [GITHUB_TOKEN] }"
  expect(problems("{}", services)).toEqual([
    expect.stringMatching(/^7:\d+ github\/reserved-secret GitHub keeps names like "GITHUB_TOKEN"/),
  ])
})

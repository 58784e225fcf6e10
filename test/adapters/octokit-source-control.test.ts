import { describe, expect, test } from "vitest"
import { octokitSourceControl } from "../../src/adapters/octokit-source-control.ts"
import { type GithubSimulator, githubSimulator } from "../support/github/simulator.ts"

const open = ({ url, token }: GithubSimulator, repository = "acme/shop") =>
  octokitSourceControl({ repository, token, url })

test("secrets arrive as they were, sealed on the way", async () => {
  const github = await githubSimulator()
  const repository = open(github)
  const secrets = [
    { name: "API_KEYS", value: "first-key,second-key" },
    { name: "NOTE", value: 'äöü €\n"quoted" $HOME' },
  ]
  expect(await repository.putSecrets(secrets)).toEqual({ status: "done", value: undefined })
  expect(await repository.putSecrets(secrets)).toMatchObject({ status: "done" })
  expect([...github.secrets]).toEqual(secrets.map(({ name, value }) => [name, value]))
  expect(await repository.secretNames()).toEqual({ status: "done", value: ["API_KEYS", "NOTE"] })
})

test("an environment is made once, and has secrets and variables of its own", async () => {
  const github = await githubSimulator()
  const repository = open(github)
  expect(await repository.ensureEnvironment("staging")).toEqual({
    status: "done",
    value: "created",
  })
  expect(await repository.ensureEnvironment("staging")).toEqual({ status: "done", value: "there" })
  expect(github.asked.filter((request) => request.startsWith("PUT"))).toHaveLength(1)
  await repository.putSecrets([{ name: "A", value: "1" }], "staging")
  await repository.putVariables([{ name: "REGION", value: "us" }], "staging")
  await repository.putVariables([{ name: "REGION", value: "eu" }], "staging")
  await repository.putVariables([{ name: "REGION", value: "all" }])
  expect([...github.secrets]).toEqual([["staging/A", "1"]])
  expect([...github.variables]).toEqual([
    ["staging/REGION", "eu"],
    ["REGION", "all"],
  ])
  expect(await repository.secretNames("staging")).toEqual({ status: "done", value: ["A"] })
})

test("a deployment is told from its start to its end", async () => {
  const github = await githubSimulator()
  const repository = open(github)
  const started = await repository.startDeployment({
    commit: "a".repeat(40),
    environment: "production",
    description: "x".repeat(200),
    production: true,
  })
  expect(started).toEqual({ status: "done", value: 7 })
  for (const state of ["in_progress", "success"] as const)
    await repository.reportDeployment({
      id: 7,
      state,
      description: "",
      url: "https://api.example.com",
    })
  expect(github.deployments[0]).toMatchObject({ auto_merge: false, required_contexts: [] })
  expect(github.statuses.map(({ state }) => state)).toEqual(["in_progress", "success"])
})

const comment = (text: string) => ({
  pullRequest: 5,
  marker: "<!-- aidep -->",
  write: (existing: string | undefined) => `<!-- aidep --> ${text}, was ${existing?.length ?? 0}`,
})

describe("the comment of a pull request", () => {
  test("is one, however often it is written", async () => {
    const github = await githubSimulator()
    const first = await open(github).upsertComment(comment("one"))
    expect(first).toEqual({
      status: "done",
      value: "https://github.com/acme/shop/pull/5#issuecomment-1",
    })
    await open(github).upsertComment(comment("two"))
    expect(github.comments.map(({ body }) => body)).toEqual(["<!-- aidep --> two, was 25"])
  })

  test("is found behind a hundred others", async () => {
    const github = await githubSimulator()
    await open(github).upsertComment(comment("one"))
    for (let count = 0; count < 120; count++) github.commentOfAnother("hello")
    await open(github).upsertComment(comment("two"))
    expect(github.comments.filter(({ body }) => body.includes("aidep"))).toHaveLength(1)
  })

  test("is not the one of somebody who wrote its marker", async () => {
    const github = await githubSimulator()
    github.commentOfAnother("<!-- aidep --> mine")
    await open(github).upsertComment(comment("one"))
    await open(github).upsertComment(comment("two"))
    expect(github.comments.map(({ body }) => body)).toEqual([
      "<!-- aidep --> mine",
      "<!-- aidep --> two, was 25",
    ])
  })
})

describe("what goes wrong is an answer without the token", () => {
  test.each([
    ["a wrong token", { token: "wrong" }, "unauthorized"],
    ["another repository", { repository: "acme/none" }, "missing"],
  ])("%s", async (_, changes, kind) => {
    const { url, token } = await githubSimulator()
    const options = { repository: "acme/shop", token, url, ...changes }
    const outcome = await octokitSourceControl(options).secretNames()
    expect(outcome).toMatchObject({ status: "failed", kind })
    expect(JSON.stringify(outcome)).not.toContain(options.token)
  })

  test("nobody who listens", async () => {
    const github = { ...(await githubSimulator()), url: "http://127.0.0.1:1" }
    expect(await open(github).putVariables([{ name: "A", value: "1" }])).toMatchObject({
      status: "failed",
      kind: "unreachable",
    })
  })

  test("a refusal is not repeated, a fault of the server is", async () => {
    const github = await githubSimulator()
    github.fail(403)
    expect(await open(github).secretNames()).toMatchObject({ kind: "forbidden" })
    expect(github.asked).toHaveLength(1)
    github.fail(502)
    expect(await open(github).secretNames()).toEqual({ status: "done", value: [] })
    expect(github.asked).toHaveLength(3)
  })
})

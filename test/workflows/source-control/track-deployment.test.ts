import { describe, expect, test } from "vitest"
import { octokitSourceControl } from "../../../src/adapters/octokit-source-control.ts"
import { AidepError, problem } from "../../../src/errors/aidep-error.ts"
import { stale } from "../../../src/errors/catalogue/artifact.ts"
import { trackDeployment } from "../../../src/workflows/source-control/track-deployment.ts"
import { fakeContext } from "../../support/fake-context.ts"
import { type GithubSimulator, githubSimulator } from "../../support/github/simulator.ts"
import { memoryFiles } from "../../support/memory-files.ts"

const manifest = `version: 1
name: shop
services: { api: { kind: web, source: ./api, targets: [alpha], port: 8080 } }
`
const commit = "3d3c42e5aac5ba805825da76410c181273ba90b1"
const released = {
  release: "r-1",
  verdict: { status: "live" },
  services: [{ url: "http://127.0.0.1:1" }, { url: "https://api.example.com" }],
}

async function track<Result extends typeof released>(
  github: GithubSimulator,
  deploy: () => Promise<Result>,
) {
  const warnings: string[] = []
  const context = fakeContext({
    files: memoryFiles({
      "/project/aidep.yaml": manifest,
      "/project/api/package.json": '{ "scripts": { "start": "node ." } }',
    }),
    processes: {
      isRunning: () => false,
      run: async () => ({ status: "ended", exitCode: 0, stdout: `${commit}\n`, stderr: "" }),
    },
    variables: { GITHUB_TOKEN: github.token, GITHUB_API_URL: github.url },
    openSourceControl: octokitSourceControl,
  })
  const input = {
    manifest: "aidep.yaml",
    repository: "acme/shop",
    signal: new AbortController().signal,
    warn: (text: string) => warnings.push(text),
  }
  const result = await trackDeployment(input, context, deploy).catch((error: unknown) => error)
  return { result, warnings }
}

describe("a deploy that is tracked", () => {
  test("is told from its start to its end, with its public address", async () => {
    const github = await githubSimulator()
    const { result } = await track(github, async () => {
      expect(github.statuses.map(({ state }) => state)).toEqual(["in_progress"])
      return released
    })
    expect(result).toBe(released)
    expect(github.deployments).toMatchObject([{ ref: commit, environment: "production" }])
    expect(github.statuses).toEqual([
      { state: "in_progress" },
      { state: "success", environment_url: "https://api.example.com" },
    ])
  })

  test("that fails is told as failed, and fails", async () => {
    const github = await githubSimulator()
    const failure = new AidepError(problem(stale, { files: ["a"] }))
    const { result } = await track(github, () => Promise.reject(failure))
    expect(result).toBe(failure)
    expect(github.statuses.map(({ state }) => state)).toEqual(["in_progress", "failure"])
  })

  test("is not stopped by a report that does not arrive", async () => {
    const github = await githubSimulator()
    const { result, warnings } = await track(github, async () => {
      github.fail(403)
      return released
    })
    expect(result).toBe(released)
    expect(warnings).toEqual(["Could not report on a deployment: Simulated (403)."])
  })

  test("does not begin where the host refuses", async () => {
    const github = await githubSimulator()
    github.fail(403)
    let deployed = false
    const { result } = await track(github, async () => {
      deployed = true
      return released
    })
    expect(result).toMatchObject({ code: "repository/failed" })
    expect(deployed).toBe(false)
  })
})

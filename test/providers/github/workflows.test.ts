import { describe, expect, test } from "vitest"
import { pythonSource } from "../../support/render-manifest.ts"
import {
  completeManifest,
  completeSources,
  everyOptionManifest,
  platform,
  type ReadJob,
  renderGithub,
  step,
} from "./render-github.ts"

const complete = renderGithub(completeManifest, { sources: completeSources })
const everything = renderGithub(everyOptionManifest, { sources: completeSources })

const deployJob = (id: string) => complete.job("deploy", id)

/** The scripts of a job, and the names of the actions between them. */
function outline({ steps = [] }: ReadJob): readonly (string | undefined)[] {
  return steps.map(({ run, uses }) => run ?? uses?.split("@")[0])
}

describe("every workflow", () => {
  const rendered = [complete, everything].flatMap(({ workflows }) => [...workflows.values()])
  const jobs = rendered.flatMap((workflow) => Object.values(workflow.jobs))

  test("may only read, and asks for more where a job needs it", () => {
    expect(rendered.map(({ permissions }) => permissions)).toEqual(
      rendered.map(() => ({ contents: "read" })),
    )
    const wider = jobs.filter(({ permissions = {} }) =>
      Object.values(permissions).some((level) => level !== "read"),
    )
    expect(wider.map(({ name }) => name)).toEqual([
      "Build inference",
      "Build gateway",
      "Build retrain",
    ])
  })

  test("names each action by a commit, with its version behind it", () => {
    const lines = [complete, everything].flatMap(({ files }) =>
      [...files.values()]
        .flatMap((text) => text.split("\n"))
        .filter((line) => /uses: \w/.test(line)),
    )
    expect(lines.length).toBeGreaterThan(20)
    for (const line of lines)
      expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  test("ends each job after a time and leaves no token on the disk", () => {
    for (const job of jobs.filter(({ uses }) => uses === undefined)) {
      expect(job["timeout-minutes"]).toBeGreaterThan(0)
    }
    const checkOuts = jobs.flatMap(({ steps = [] }) =>
      steps.filter(({ name }) => name === "Check out"),
    )
    for (const checkOut of checkOuts) {
      expect(checkOut.with).toEqual({ "persist-credentials": false })
    }
  })

  test("puts no expression into a script", () => {
    const scripts = jobs.flatMap(({ steps = [] }) => steps.map(({ run = "" }) => run))
    expect(scripts.filter((run) => run.includes("${{"))).toEqual([])
  })

  test("is the same when it is rendered again", () => {
    const again = renderGithub(everyOptionManifest, { sources: completeSources })
    expect([...again.files]).toEqual([...everything.files])
  })
})

describe("the test workflow", () => {
  const workflow = complete.workflows.get("test")

  test("runs for pull requests, for pushes elsewhere, and for the deploy workflow", () => {
    expect(workflow?.on).toEqual({
      push: { "branches-ignore": ["main"] },
      pull_request: null,
      workflow_call: null,
    })
  })

  test("tests each source folder in its own language", () => {
    expect(Object.keys(workflow?.jobs ?? {})).toEqual([
      "test-inference",
      "test-gateway",
      "test-retrain",
      "test-site",
      "check",
    ])
    expect(outline(complete.job("test", "test-gateway"))).toEqual([
      "actions/checkout",
      "actions/setup-node",
      "npm ci",
      "npm test --if-present",
    ])
    const python = step(complete.job("test", "test-inference"), "Set up Python")
    expect(python.with).toMatchObject({
      "python-version": "3.12",
      "working-directory": "services/inference",
    })
  })

  test("installs by the file that lists the dependencies", () => {
    const text = `version: 1
name: shop
services:
  a: { kind: web, source: ./a, targets: [railway] }
  b: { kind: web, source: ./b, targets: [railway], runtime: python@3.13 }
`
    const { job } = renderGithub(text, {
      sources: {
        "./a": { node: { version: undefined, startScript: true, lockFile: false } },
        "./b": {
          ...pythonSource,
          python: {
            version: undefined,
            dependencyFile: "pyproject.toml",
            fastApi: false,
            torch: false,
            application: undefined,
          },
        },
      },
    })
    expect(step(job("test", "test-a"), "Install dependencies").run).toBe("npm install")
    expect(step(job("test", "test-b"), "Install dependencies").run).toContain("uv sync")
  })

  test("tests a folder once, and leaves out what it cannot test", () => {
    const text = `version: 1
name: shop
services:
  web: { kind: web, source: ./app, targets: [railway] }
  worker: { kind: worker, source: ./app, targets: [railway] }
  proxy: { kind: web, image: "ghcr.io/acme/proxy:1.0.0", targets: [railway] }
  other: { kind: web, source: ./other, targets: [railway], dockerfile: Dockerfile }
`
    const { workflows } = renderGithub(text, {
      sources: { "./other": { node: undefined } },
    })
    expect(Object.keys(workflows.get("test")?.jobs ?? {})).toEqual(["test-web", "check"])
  })

  test("checks the project and compares the rendered files", () => {
    expect(outline(complete.job("test", "check"))).toEqual(
      expect.arrayContaining([
        'npx --yes "$AIDEP_PACKAGE" check --format annotations',
        'npx --yes "$AIDEP_PACKAGE" render --check',
      ]),
    )
  })
})

describe("the deploy workflow", () => {
  const workflow = complete.workflows.get("deploy")

  test("tests, deploys, checks from outside, and reports a failure", () => {
    expect(Object.entries(workflow?.jobs ?? {}).map(([id, { needs }]) => [id, needs])).toEqual([
      ["test", undefined],
      ["deploy", ["test"]],
      ["smoke", ["deploy"]],
      ["notify", ["test", "deploy", "smoke"]],
    ])
    expect(deployJob("test").uses).toBe("$/.github/workflows/aidep-test.yml")
    expect(deployJob("notify").if).toBe("failure()")
  })

  test("deploys pushes to the first environment, and to another by choice", () => {
    const other = everything.workflows.get("deploy")
    expect(other?.on).toMatchObject({
      push: { branches: ["trunk"] },
      workflow_dispatch: {
        inputs: { environment: { default: "production", options: ["production", "staging"] } },
      },
    })
    expect(workflow?.on).toMatchObject({
      workflow_dispatch: { inputs: { environment: { options: [complete.project?.environment] } } },
    })
    const chosen = "${{ inputs.environment || 'production' }}"
    expect(everything.job("deploy", "deploy").environment).toEqual({ name: chosen })
    expect(other?.concurrency).toEqual({
      group: `aidep-deploy-${chosen}`,
      "cancel-in-progress": false,
    })
  })

  test("passes secrets by name to the steps that need them, and to no other", () => {
    for (const [id, name] of [
      ["deploy", "Deploy"],
      ["smoke", "Check"],
    ] as const) {
      const { env = {} } = step(everything.job("deploy", id), name)
      const secrets = Object.entries(env).filter(([, value]) => String(value).includes("secrets."))
      expect(secrets).toEqual(
        [
          "AIDEP_SECRET_KEY",
          "API_KEYS",
          "AWS_ACCESS_KEY_ID",
          "HF_TOKEN",
          "JWT_SECRET",
          "SENTRY_DSN",
        ].map((secret) => [secret, `\${{ secrets.${secret} }}`]),
      )
      expect(env).toMatchObject({ RATE: "${{ vars.RATE }}" })
      const { steps = [] } = everything.job("deploy", id)
      const others = steps.filter((item) => item.name !== name)
      expect(JSON.stringify(others)).not.toContain("secrets.")
    }
  })

  test("passes the credentials of the platforms in use, and the secrets of what runs elsewhere", () => {
    const text = `version: 1
name: shop
services:
  web:
    kind: web
    source: ./web
    targets: [alpha]
    env: { VECTORS: "\${resources.vectors.url}", MODEL_TOKEN: "\${services.model.token}" }
  model: { kind: inference, targets: [external] }
resources: { vectors: { kind: qdrant, targets: [external] } }
`
    const rendered = renderGithub(text, { providers: [platform("alpha"), platform("beta")] })
    expect(rendered.diagnostics).toEqual([])
    const { env = {} } = step(rendered.job("deploy", "deploy"), "Deploy")
    expect(Object.keys(env)).toEqual([
      "AIDEP_ENVIRONMENT",
      "AIDEP_SECRET_KEY",
      "ALPHA_TOKEN",
      "MODEL_TOKEN",
      "VECTORS_URL",
    ])
  })

  test("installs what the platforms' command lines need before the deploy", () => {
    expect(step(everything.job("deploy", "deploy"), "Run pip").run).toBe("pip install modal==1.6.4")
  })

  test("smoke-checks with the environment's secrets, without a second deployment entry", () => {
    expect(deployJob("smoke").environment).toMatchObject({ deployment: false })
    expect(step(deployJob("smoke"), "Check").run).toContain("check --live --env")
  })

  test("tells Slack where a secret for it is named, else writes a summary", () => {
    const slack = step(everything.job("deploy", "notify"), "Tell Slack")
    expect(slack.env?.["SLACK_WEBHOOK_URL"]).toBe("${{ secrets.SLACK_WEBHOOK }}")
    expect(step(deployJob("notify"), "Write a summary").run).toContain("GITHUB_STEP_SUMMARY")
    expect(deployJob("notify").permissions).toEqual({})
  })
})

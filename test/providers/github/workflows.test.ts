import { describe, expect, test } from "vitest"
import { pythonSource } from "../../support/render-manifest.ts"
import {
  completeManifest,
  completeSources,
  everyOptionManifest,
  platform,
  renderGithub,
} from "./render-github.ts"

const complete = renderGithub(completeManifest, { sources: completeSources })
const everything = renderGithub(everyOptionManifest, { sources: completeSources })

const steps = (job: any): readonly any[] => job.steps
const step = (job: any, name: string): any => steps(job).find((item) => item.name === name)

describe("every workflow", () => {
  const rendered = [complete, everything].flatMap(({ workflows }) => Object.values(workflows))
  const jobs = rendered.flatMap((workflow) => Object.values<any>(workflow.jobs))

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
      [...files.values()].flatMap((text) => text.split("\n")).filter((line) => /uses: \w/.test(line)),
    )
    expect(lines.length).toBeGreaterThan(20)
    for (const line of lines) expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  test("ends each job after a time and leaves no token on the disk", () => {
    for (const job of jobs.filter(({ uses }) => uses === undefined)) {
      expect(job["timeout-minutes"]).toBeGreaterThan(0)
      const checkOut = step(job, "Check out")
      if (checkOut !== undefined) expect(checkOut.with).toEqual({ "persist-credentials": false })
    }
  })

  test("puts no expression into a script", () => {
    const scripts = jobs.flatMap((job) => (job.steps ?? []).map(({ run = "" }) => run))
    expect(scripts.filter((run) => run.includes("${{"))).toEqual([])
  })

  test("is the same when it is rendered again", () => {
    const again = renderGithub(everyOptionManifest, { sources: completeSources })
    expect([...again.files]).toEqual([...everything.files])
  })
})

describe("the test workflow", () => {
  const { jobs, on } = complete.workflows["test"]

  test("runs for pull requests, for pushes elsewhere, and for the deploy workflow", () => {
    expect(on).toEqual({
      push: { "branches-ignore": ["main"] },
      pull_request: null,
      workflow_call: null,
    })
  })

  test("tests each source folder in its own language", () => {
    expect(Object.keys(jobs)).toEqual([
      "test-inference",
      "test-gateway",
      "test-retrain",
      "test-site",
      "validate",
    ])
    expect(steps(jobs["test-gateway"]).map(({ run, uses }) => run ?? uses.split("@")[0])).toEqual([
      "actions/checkout",
      "actions/setup-node",
      "npm ci",
      "npm test --if-present",
    ])
    const python = step(jobs["test-inference"], "Set up Python")
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
    const { workflows } = renderGithub(text, {
      sources: {
        "./a": { node: { version: undefined, startScript: true, lockFile: false } },
        "./b": {
          ...pythonSource,
          python: {
            version: undefined,
            dependencyFile: "pyproject.toml",
            fastApi: false,
            application: undefined,
          },
        },
      },
    })
    expect(step(workflows["test"].jobs["test-a"], "Install dependencies").run).toBe("npm install")
    expect(step(workflows["test"].jobs["test-b"], "Install dependencies").run).toContain("uv sync")
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
    expect(Object.keys(workflows["test"].jobs)).toEqual(["test-web", "validate"])
  })

  test("validates the manifest and compares the rendered files", () => {
    expect(steps(jobs["validate"]).map(({ run }) => run)).toEqual(
      expect.arrayContaining([
        'npx --yes "$AIDEP_PACKAGE" validate',
        'npx --yes "$AIDEP_PACKAGE" render --check',
      ]),
    )
  })
})

describe("the deploy workflow", () => {
  const { jobs, on } = complete.workflows["deploy"]

  test("tests, deploys, checks from outside, and reports a failure", () => {
    expect(Object.entries<any>(jobs).map(([id, job]) => [id, job.needs])).toEqual([
      ["test", undefined],
      ["deploy", ["test"]],
      ["smoke", ["deploy"]],
      ["notify", ["test", "deploy", "smoke"]],
    ])
    expect(jobs["test"].uses).toBe("$/.github/workflows/aidep-test.yml")
    expect(jobs["notify"].if).toBe("failure()")
  })

  test("deploys pushes to the first environment, and to another by choice", () => {
    const { workflows } = everything
    expect(workflows["deploy"].on).toMatchObject({
      push: { branches: ["trunk"] },
      workflow_dispatch: {
        inputs: { environment: { default: "production", options: ["production", "staging"] } },
      },
    })
    expect(on.workflow_dispatch.inputs.environment.options).toEqual([complete.project?.environment])
    const chosen = "${{ inputs.environment || 'production' }}"
    expect(workflows["deploy"].jobs["deploy"].environment).toEqual({ name: chosen })
    expect(workflows["deploy"].concurrency).toEqual({
      group: `aidep-deploy-${chosen}`,
      "cancel-in-progress": false,
    })
  })

  test("passes secrets by name to the steps that need them, and to no other", () => {
    const { deploy, smoke } = everything.workflows["deploy"].jobs
    for (const [job, name] of [
      [deploy, "Deploy"],
      [smoke, "Check"],
    ]) {
      const secrets = Object.entries(step(job, name).env).filter(([, value]) =>
        String(value).includes("secrets."),
      )
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
      expect(step(job, name).env).toMatchObject({ RATE: "${{ vars.RATE }}" })
      const others = steps(job).filter((item) => item.name !== name)
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
    const { workflows, diagnostics } = renderGithub(text, {
      providers: [platform("alpha", true), platform("beta", true)],
    })
    expect(diagnostics).toEqual([])
    const { env } = step(workflows["deploy"].jobs["deploy"], "Deploy")
    expect(Object.keys(env)).toEqual([
      "AIDEP_ENVIRONMENT",
      "AIDEP_SECRET_KEY",
      "ALPHA_TOKEN",
      "MODEL_TOKEN",
      "VECTORS_URL",
    ])
  })

  test("installs what the platforms' command lines need before the deploy", () => {
    const { deploy } = everything.workflows["deploy"].jobs
    expect(step(deploy, "Run pip").run).toBe("pip install modal==1.6.4")
  })

  test("smoke-checks with the environment's secrets, without a second deployment entry", () => {
    expect(jobs["smoke"].environment).toMatchObject({ deployment: false })
    expect(step(jobs["smoke"], "Check").run).toContain("check --live --env")
  })

  test("tells Slack where a secret for it is named, else writes a summary", () => {
    const slack = steps(everything.workflows["deploy"].jobs["notify"])[0]
    expect(slack.env["SLACK_WEBHOOK_URL"]).toBe("${{ secrets.SLACK_WEBHOOK }}")
    expect(steps(jobs["notify"])[0].run).toContain("GITHUB_STEP_SUMMARY")
    expect(jobs["notify"].permissions).toEqual({})
  })
})

describe("images built by the pipeline", () => {
  const { deploy } = everything.workflows

  test("are pushed by digest, which the deploy gets", () => {
    const job = deploy.jobs["build-gateway"]
    expect(job.needs).toEqual(["test"])
    expect(step(job, "Build and push").with).toEqual({
      context: "services/gateway",
      file: "services/gateway/Dockerfile",
      outputs:
        "type=image,name=ghcr.io/acme/lora-gateway-gateway,push-by-digest=true,name-canonical=true,push=true",
    })
    expect(job.outputs).toEqual({ digest: "${{ steps.push.outputs.digest }}" })
    expect(deploy.jobs["deploy"].needs).toEqual([
      "test",
      "build-inference",
      "build-gateway",
      "build-retrain",
    ])
    expect(step(deploy.jobs["deploy"], "Deploy").env).toMatchObject({
      AIDEP_IMAGE_GATEWAY:
        "ghcr.io/acme/lora-gateway-gateway@${{ needs.build-gateway.outputs.digest }}",
    })
  })

  test("come with a Dockerfile where the source has none", () => {
    expect([...everything.files.keys()]).toContain("services/gateway/Dockerfile")
    expect([...complete.files.keys()]).not.toContain("services/gateway/Dockerfile")
  })

  test("are pushed to GitHub's registry with the workflow's token, elsewhere with two secrets", () => {
    expect(step(deploy.jobs["build-gateway"], "Log in to the registry").with).toEqual({
      registry: "ghcr.io",
      username: "${{ github.actor }}",
      password: "${{ github.token }}",
    })
    const manifest = (registry: string) => `version: 1
name: shop
build: { by: ci }
registry: ${registry}
services: { web: { kind: web, source: ./web, targets: [alpha] } }
`
    const other = (registry: string) =>
      renderGithub(manifest(registry), { providers: [platform("alpha", true)] }).workflows["deploy"]
        .jobs["build-web"]
    expect(other("registry.example.com:5000/shop").permissions).toEqual({ contents: "read" })
    expect(step(other("registry.example.com:5000/shop"), "Log in to the registry").with).toEqual({
      registry: "registry.example.com:5000",
      username: "${{ secrets.REGISTRY_USERNAME }}",
      password: "${{ secrets.REGISTRY_PASSWORD }}",
    })
    expect(step(other("acme"), "Log in to the registry").with.registry).toBe("docker.io")
  })

  test("are built for services whose platform takes images, and for no others", () => {
    const text = `version: 1
name: shop
build: { by: ci }
registry: ghcr.io/acme
services:
  web: { kind: web, source: ./web, targets: [alpha] }
  site: { kind: static, source: ./site, targets: [alpha] }
  proxy: { kind: web, image: "ghcr.io/acme/proxy:1.0.0", targets: [alpha] }
`
    const { workflows } = renderGithub(text, { providers: [platform("alpha", true)] })
    const built = Object.keys(workflows["deploy"].jobs).filter((id) => id.startsWith("build-"))
    expect(built).toEqual(["build-web"])
  })
})

describe("the scheduled workflow", () => {
  const { on, jobs } = everything.workflows["scheduled"]

  test("is written only where something is scheduled", () => {
    expect(Object.keys(complete.workflows)).toEqual(["test", "deploy"])
  })

  test("starts each job by its own time, or by hand", () => {
    expect(on.schedule).toEqual([
      { cron: "0 3 1 * *" },
      { cron: "30 2 * * 0" },
      { cron: "*/10 8-18 * * 1-5" },
    ])
    expect(on.workflow_dispatch.inputs.job.options).toEqual([
      "monthly-training",
      "clean-up",
      "keep-warm-inference",
      "keep-warm-gateway",
    ])
    expect(jobs["clean-up"].if).toBe(
      "github.event.schedule == '30 2 * * 0' || inputs.job == 'clean-up'",
    )
  })

  test("runs in the folder, the language and the variables of its service", () => {
    const job = jobs["monthly-training"]
    expect(step(job, "Set up Python")).toBeDefined()
    expect(step(job, "Run")).toMatchObject({
      "working-directory": "jobs/retrain",
      env: { HF_TOKEN: "${{ secrets.HF_TOKEN }}", AIDEP_DEPLOYMENT: "${{ github.sha }}" },
    })
    expect(job.environment).toEqual({ name: "production", deployment: false })
  })

  test("gives a job without a service only the secrets it lists", () => {
    expect(step(jobs["clean-up"], "Run")).toMatchObject({
      run: "node scripts/clean-up.js",
      env: { CLEANUP_TOKEN: "${{ secrets.CLEANUP_TOKEN }}" },
    })
  })

  test("requests health through the edge, else where a GitHub variable points", () => {
    const request = (id: string) => step(jobs[id], "Request the health path").env
    expect(request("keep-warm-gateway")).toMatchObject({
      ADDRESS: "https://api.example.com",
      HEALTH_PATH: "/health",
    })
    expect(request("keep-warm-inference")).toMatchObject({ ADDRESS: "${{ vars.INFERENCE_URL }}" })
  })

  test("runs the start command of a service, and leaves texts that look like expressions alone", () => {
    const text = `version: 1
name: shop
platforms: { github: { schedules: [{ name: nightly, cron: "0 2 * * *", service: backup }] } }
services:
  backup:
    kind: job
    source: .
    targets: [railway]
    command: [node, backup.js, "\${{ github.actor }}"]
    env: { TEMPLATE: "$\${{ github.actor }}", STORE: "s3://\${secrets.BUCKET}/x", CACHE: "\${resources.cache.url}" }
    secrets: [BUCKET]
resources: { cache: { kind: redis, targets: [railway] } }
`
    const { workflows } = renderGithub(text)
    const run = step(workflows["scheduled"].jobs["nightly"], "Run")
    expect(run.run).toContain("node backup.js '${{ '${{' }} github.actor }}'")
    expect(run.env).toMatchObject({
      TEMPLATE: "${{ '${{' }} github.actor }}",
      STORE: "s3://${{ secrets.BUCKET }}/x",
      CACHE: "${{ secrets.CACHE }}",
    })
    expect(run).not.toHaveProperty("working-directory")
  })
})

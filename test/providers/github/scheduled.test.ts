import { describe, expect, test } from "vitest"
import {
  completeManifest,
  completeSources,
  everyOptionManifest,
  renderGithub,
  step,
} from "./render-github.ts"

const complete = renderGithub(completeManifest, { sources: completeSources })
const everything = renderGithub(everyOptionManifest, { sources: completeSources })

const job = (id: string) => everything.job("scheduled", id)
const request = (id: string) => step(job(id), "Request the health path").env

describe("the scheduled workflow", () => {
  test("is written only where something is scheduled", () => {
    expect([...complete.workflows.keys()]).toEqual(["test", "deploy"])
  })

  test("starts each job by its own time, or by hand", () => {
    expect(everything.workflows.get("scheduled")?.on).toMatchObject({
      schedule: [{ cron: "0 3 1 * *" }, { cron: "30 2 * * 0" }, { cron: "*/10 8-18 * * 1-5" }],
      workflow_dispatch: {
        inputs: {
          job: {
            options: ["monthly-training", "clean-up", "keep-warm-inference", "keep-warm-gateway"],
          },
        },
      },
    })
    expect(job("clean-up").if).toBe(
      "github.event.schedule == '30 2 * * 0' || inputs.job == 'clean-up'",
    )
  })

  test("runs in the folder, the language and the variables of its service", () => {
    const training = job("monthly-training")
    expect(step(training, "Set up Python").uses).toContain("astral-sh/setup-uv")
    expect(step(training, "Run")).toMatchObject({
      "working-directory": "jobs/retrain",
      env: { HF_TOKEN: "${{ secrets.HF_TOKEN }}", AIDEP_DEPLOYMENT: "${{ github.sha }}" },
    })
    expect(training.environment).toEqual({ name: "production", deployment: false })
  })

  test("gives a job without a service only the secrets it lists", () => {
    expect(step(job("clean-up"), "Run")).toMatchObject({
      run: "node scripts/clean-up.js",
      env: { CLEANUP_TOKEN: "${{ secrets.CLEANUP_TOKEN }}" },
    })
  })

  test("requests health through the edge, else where a GitHub variable points", () => {
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
    const run = step(renderGithub(text).job("scheduled", "nightly"), "Run")
    expect(run.run).toContain("node backup.js '${{ '${{' }} github.actor }}'")
    expect(run.env).toMatchObject({
      TEMPLATE: "${{ '${{' }} github.actor }}",
      STORE: "s3://${{ secrets.BUCKET }}/x",
      CACHE: "${{ secrets.CACHE }}",
    })
    expect(run).not.toHaveProperty("working-directory")
  })
})

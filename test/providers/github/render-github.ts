import { readFileSync } from "node:fs"
import { defineProvider, native, type Support } from "aidep/provider"
import { parse } from "yaml"
import * as z from "zod"
import github from "../../../providers/github/provider.ts"
import { localSupport } from "../../../providers/local/support.ts"
import type { Provider } from "../../../src/provider/provider.ts"
import {
  pythonSource,
  type RenderedManifest,
  type RenderManifestOptions,
  renderManifest,
} from "../../support/render-manifest.ts"

export interface RenderedGithub extends RenderedManifest {
  /** Workflows as GitHub reads them, by the name of their file without "aidep-". */
  readonly workflows: ReadonlyMap<string, ReadWorkflow>
  readonly job: (workflow: string, id: string) => ReadJob
}

export interface ReadWorkflow {
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions: Readonly<Record<string, string>>
  readonly concurrency: unknown
  readonly jobs: Readonly<Record<string, ReadJob>>
}

export interface ReadJob {
  readonly name: string
  readonly needs?: readonly string[]
  readonly if?: string
  readonly uses?: string
  readonly permissions?: Readonly<Record<string, string>>
  readonly environment?: unknown
  readonly outputs?: unknown
  readonly "timeout-minutes"?: number
  readonly steps?: readonly ReadStep[]
}

export interface ReadStep {
  readonly name: string
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
  readonly run?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Renders a manifest's workflows, beside the platforms given. */
export function renderGithub(
  text: string,
  { providers = [], ...options }: Partial<RenderManifestOptions> = {},
): RenderedGithub {
  const rendered = renderManifest(text, { providers: [github, ...providers], ...options })
  const workflows = new Map(
    [...rendered.files]
      .filter(([path]) => path.startsWith(".github/workflows/"))
      .map(([path, content]): [string, ReadWorkflow] => [
        path.replace(/^.*\/aidep-(.*)\.yml$/, "$1"),
        parse(content),
      ]),
  )
  const job = (workflow: string, id: string) =>
    found(workflows.get(workflow)?.jobs[id], `job "${id}" of "${workflow}"`)
  return { ...rendered, workflows, job }
}

/** The step of a job with a name. */
export function step(job: ReadJob, name: string): ReadStep {
  return found(
    job.steps?.find((candidate) => candidate.name === name),
    `step "${name}"`,
  )
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`There is no ${what}.`)
  return value
}

/** A platform with one credential that takes everything, with its own answer to `build.by: ci`. */
export function platform(id: string, ci: Support = native): Provider {
  return defineProvider({
    id,
    title: id,
    roles: ["service", "resource"],
    docs: "https://example.com",
    credentials: [
      { variable: `${id.toUpperCase()}_TOKEN`, purpose: "Deploys.", url: "https://example.com" },
    ],
    support: {
      ...localSupport,
      fields: { ...localSupport.fields, image: native },
      build: { platform: native, ci },
    },
    options: z.record(z.string(), z.unknown()),
  })
}

export const completeSources = {
  "./services/inference": pythonSource,
  "./jobs/retrain": pythonSource,
}

export const completeManifest: string = readFileSync(
  new URL("../../fixtures/manifests/complete.yaml", import.meta.url),
  "utf8",
)

const everyOption = `platforms:
  github:
    branch: trunk
    environments: [production, staging]
    runner: ubuntu-24.04
    slackSecret: SLACK_WEBHOOK
    setup: [[pip, install, modal==1.6.4]]
    secrets: [AWS_ACCESS_KEY_ID]
    variables: [RATE]
    schedules:
      - { name: monthly-training, cron: "0 3 1 * *", service: retrain, run: [python, train.py, "--note=it's $HOME"] }
      - { name: clean-up, cron: "30 2 * * 0", run: [node, scripts/clean-up.js], secrets: [CLEANUP_TOKEN] }
    keepWarm:
      - { service: inference, cron: "*/10 8-18 * * 1-5" }
      - { service: gateway, cron: "30 2 * * 0" }
`

/** The manifest of the documentation, built by the pipeline, with every option of this platform. */
export const everyOptionManifest: string = completeManifest
  .replace(/^build: .*$/m, "build: { by: ci }")
  .replace(/^platforms:.*\n/m, everyOption)

import { readFileSync } from "node:fs"
import { defineProvider, unsupported } from "aidep/provider"
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
  /** Workflows as GitHub reads them, by the name of their file. */
  readonly workflows: Readonly<Record<string, any>>
}

/** Renders a manifest's workflows, beside platforms that take whatever is placed on them. */
export function renderGithub(
  text: string,
  { providers = [], ...options }: Partial<RenderManifestOptions> = {},
): RenderedGithub {
  const rendered = renderManifest(text, { providers: [github, ...providers], ...options })
  const workflows = [...rendered.files]
    .filter(([path]) => path.startsWith(".github/workflows/"))
    .map(([path, content]) => [path.replace(/^.*\/aidep-(.*)\.yml$/, "$1"), parse(content)])
  return { ...rendered, workflows: Object.fromEntries(workflows) }
}

/** A platform with a credential, which takes images or does not. */
export function platform(id: string, takesImages: boolean): Provider {
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
      build: {
        platform: { level: "native" },
        ci: takesImages ? { level: "native" } : unsupported("It builds by itself."),
      },
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

import { constantFrom, oneof, sample, string } from "fast-check"
import { Chalk } from "chalk"
import { expect, test } from "vitest"
import { secretlintScanner } from "../../../src/adapters/secretlint-scanner.ts"
import { checkPage } from "../../../src/cli/views/check/html/page.ts"
import { outcomeText } from "../../../src/cli/views/check/outcome.ts"
import { loadCharts } from "../../../src/cli/views/html/chart.ts"
import { check, type CheckScope } from "../../../src/workflows/check/check.ts"
import { reportFormats, reportIn } from "../../../src/workflows/check/write-reports.ts"
import { fakeContext, fakeRegistry, testProvider } from "../../support/fake-context.ts"
import { memoryFiles } from "../../support/memory-files.ts"
import { scriptedLoad } from "../../support/scripted-load.ts"
import { scriptedProber } from "../../support/scripted-prober.ts"

const runs = 100
const perRun = 100
const digits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
const random = (length: number) =>
  string({ unit: constantFrom(...digits), minLength: length, maxLength: length })

/** Forms of tokens that scanners know, random values, and values with all that formats escape. */
const canary = oneof(
  random(36).map((text) => `ghp_${text}`),
  random(34).map((text) => `hf_${text}`),
  random(48).map((text) => `sk-ant-api03-${text}`),
  random(24).map((text) => `postgres://app:${text}@db.acme.io/app`),
  random(32),
  random(16).map((text) => `${text}"<&>'%|*_${text}`),
)

const manifest = `version: 1
name: shop
services:
  api:
    kind: inference
    source: ./api
    targets: [alpha]
    access: public
    model: { engine: vllm, id: some/model }
    port: 8080
    env: { DEBUG: canary-1, UPSTREAM_TOKEN: canary-2, IMAGE: canary-3 }
    secrets: [API_KEYS, SMTP_PASSWORD]
checks:
  - { name: echoes, service: api, request: GET /, as: api-key, expect: { status: 401, json: { a: 1 }, text: hello } }
  - { name: loads, service: api, request: GET /load, as: api-key, expect: { status: 200 } }
`

/** A project with canaries wherever a secret can be: in variables, in the manifest, in files, and in answers. */
function project(values: readonly string[]) {
  const [
    debug = "",
    token = "",
    image = "",
    key = "",
    second = "",
    password = "",
    projectKey = "",
    ...others
  ] = values
  const files = Object.fromEntries(
    others.map((value, index) => [
      `/project/api/file-${index}.py`,
      `API_KEY = "${value}"\nurl = ${value}\n`,
    ]),
  )
  return fakeContext({
    files: memoryFiles({
      "/project/aidep.yaml": manifest
        .replace("canary-1", JSON.stringify(debug))
        .replace("canary-2", JSON.stringify(token))
        .replace("canary-3", JSON.stringify(image)),
      "/project/api/package.json": '{ "scripts": { "start": "node ." } }',
      "/project/api/Dockerfile": `FROM node\nENV API_TOKEN=${token}\nRUN curl ${image} | sh\nCMD run ${debug}\n`,
      "/project/.github/workflows/a.yml": `on: push\njobs: { a: { steps: [{ run: "curl \${{ secrets.A }} ${debug.replaceAll(/["\\]/g, "")}" }] } }\n`,
      ...files,
    }),
    variables: {
      API_KEYS: `${key},${second}`,
      SMTP_PASSWORD: password,
      AIDEP_SECRET_KEY: projectKey,
      DEBUG_VALUE: debug,
    },
    secretScanner: secretlintScanner,
    prober: scriptedProber(
      ({ headers }) => ({
        statusCode: 200,
        body: `{"you": ${JSON.stringify(headers["x-api-key"])}, "it": ${JSON.stringify([key, password])}}`,
      }),
      { today: () => "2026-11-21", nowMs: () => 0, sleep: () => Promise.resolve() },
    ),
    load: scriptedLoad(({ headers }) => ({
      statusCode: 500,
      body: `no ${headers["x-api-key"]}, but ${password} or ${encodeURIComponent(key)}`,
    })),
    network: {
      freePort: () => Promise.resolve(1),
      isFree: () => Promise.resolve(true),
      resolve: () => Promise.resolve({ aliases: [], addresses: ["192.0.2.1"], failure: undefined }),
    },
    platforms: fakeRegistry([testProvider("alpha")]),
  })
}

const draw = await loadCharts()

async function reportsOf(scope: CheckScope, values: readonly string[]): Promise<readonly string[]> {
  const input = { manifest: "aidep.yaml", fix: false, strict: false, scope }
  const slo = { durationMs: 1000, ratePerSecond: 5 }
  const live = scope === "live" ? { url: "https://api.acme.io", slo } : {}
  const signal = new AbortController().signal
  const outcome = await check({ ...input, ...live, signal }, project(values))
  return [
    outcomeText(outcome, new Chalk({ level: 0 })),
    JSON.stringify(outcome.report),
    JSON.stringify([outcome.live?.results, outcome.live?.probes, outcome.live?.slo]),
    checkPage(outcome.report, draw),
    ...reportFormats.map((format) => reportIn(format, outcome.report)),
  ]
}

/** The part of a canary that no format writes in another way. */
const core = (value: string) => /[A-Za-z0-9]{16,}/.exec(value)?.[0] ?? value

test(
  `none of ${runs * perRun} seeded credentials is in any report`,
  { timeout: 60_000 },
  async () => {
    const values = sample(canary, { seed: 20_261_121, numRuns: runs * perRun })
    const leaks: string[] = []
    let [found, loaded] = [0, 0]
    for (let start = 0; start < values.length; start += perRun) {
      const some = values.slice(start, start + perRun)
      const texts = [
        ...(await reportsOf("static", some)),
        ...(await reportsOf("live", some.slice(0, 8))),
      ]
      loaded += texts.some((text) => text.includes('{"requests":5,"errors":5,')) ? 1 : 0
      found += texts[1]?.split('"secret/in-file"').length ?? 0
      leaks.push(...some.filter((value) => texts.some((text) => text.includes(core(value)))))
    }
    expect(leaks).toEqual([])
    expect(loaded).toBe(runs)
    // Only what is found could have been shown.
    expect(found).toBeGreaterThan((runs * perRun) / 2)
  },
)

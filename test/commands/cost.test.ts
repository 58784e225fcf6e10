import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Ajv2020 } from "ajv/dist/2020.js"
import { describe, expect, test } from "vitest"
import { parse } from "yaml"
import * as z from "zod"
import { costReportSchema } from "../../src/core/cost/report/cost-report.ts"
import { projectFolder } from "../support/project-folder.ts"
import { runCommand } from "../support/run-command.ts"

const stacks = ["lora-gateway", "llm-app", "detector", "starter"]

const cost = (folder: string, ...args: readonly string[]) =>
  runCommand(["cost", ...args], { folder })

describe.each(stacks)("the stack %s", (stack) => {
  test("is priced, where it stands and everywhere", async () => {
    const folder = stackFolder(stack)
    for (const flags of [[], ["--all", "--requests", "100000"]]) {
      const { stdout, exit } = await cost(folder, "--json", ...flags)
      const { data } = JSON.parse(stdout)
      expect(exit).toBe(0)
      const report = costReportSchema.parse(data)
      expect(report.current?.placements).toHaveLength(report.parts.length)
      expect(report.complete).toBe(true)
      expect(report.stacks.length).toBeGreaterThan(1)
    }
  })
})

describe("the table", () => {
  test("leads with the sum, and shows idle time, starts, reasons and savings", async () => {
    const { stdout, stderr, exit } = await cost(stackFolder("lora-gateway"))
    expect({ stderr, exit }).toEqual({ stderr: "", exit: 0 })
    expect(stdout).toMatch(
      /^lora-gateway, production: \$\d+\.\d\d ± \$\d+\.\d\d a month for 10,000 requests a month, in 33 % of the day\. Within the budget of \$70\.00\.\n/,
    )
    expect(stdout).toMatch(/inference +modal, Function on T4 +\$\d/)
    expect(stdout).toMatch(/modal, Function on T4 .* 97 % +4,\d{3} +1\.5 s ✗/)
    expect(stdout).toContain("not compose: There is no price book")
    expect(stdout).toMatch(/\$\d+\.\d\d +to \$\d+\.\d\d +inference\.idle=30s/)
    expect(stdout).toContain("2 parts priced, 0 free, 0 not priced")
  })

  test("shows changes and differences", async () => {
    const folder = stackFolder("lora-gateway")
    const { stdout: before } = await cost(folder, "--json", "--requests", "50000")
    writeFileSync(join(folder, "before.json"), before)
    const { stdout } = await cost(folder, "--what-if", "idle=30s", "--against", "before.json")
    expect(stdout).toMatch(/With the change\n +\$\d+/)
    expect(stdout).toMatch(/Against before\.json: \$\d+\.\d\d to \$\d+\.\d\d\n +inference +\$/)
  })
})

describe("platforms that aidep deploys to", () => {
  test("say what they cannot carry, in the words of validate", async () => {
    const { stdout } = await cost(stackFolder("lora-gateway"), "--all")
    expect(stdout).toMatch(/not fly: "gpu" cannot be used on Fly\.io: /)
  })

  test("keep stores that are closed to the outside beside their callers", async () => {
    const folder = stackFolder("llm-app")
    const alone = await cost(folder, "--what-if", "cache.target=render")
    expect(alone.stderr).toMatch(
      /"cache\.target=render" cannot be priced\. "chat" on railway uses "cache"/,
    )
    const both = await cost(folder, "--what-if", "cache.target=render,chat.target=render")
    expect(both.stdout).toMatch(/With the change\n +-?\$\d/)
    const report = costReportSchema.parse(JSON.parse((await cost(folder, "--json")).stdout).data)
    for (const { placements } of report.stacks) {
      const [cache, chat] = ["cache", "chat"].map(
        (name) => placements.find(({ item }) => item === name)?.platform,
      )
      expect([cache, chat]).not.toEqual(["render", "railway"])
    }
  })
})

describe("a budget", () => {
  test("that is exceeded and fails exits with 77, with the report in full", async () => {
    const folder = stackFolder("lora-gateway", (text) =>
      text.replace("monthly: $70, onExceed: warn", "monthly: $10, onExceed: fail"),
    )
    const { stdout, stderr, exit } = await cost(folder)
    expect(exit).toBe(77)
    expect(stdout).toContain("Above the budget of $10.00.")
    expect(stderr).toContain("[cost/over-budget]")
    const json = JSON.parse((await cost(folder, "--json")).stdout)
    expect(json).toMatchObject({ ok: false, diagnostics: [{ code: "cost/over-budget" }] })
  })
})

describe("other formats", () => {
  test("Markdown folds what a reviewer need not read", async () => {
    const { stdout } = await cost(stackFolder("lora-gateway"), "--format", "markdown")
    expect(stdout).toMatch(/^### Cost of lora-gateway, production: \$\d/)
    expect(stdout).toMatch(/\| inference \| modal, Function on T4 \| \$\d/)
    expect(stdout).toContain("<details><summary>Savings</summary>\n\n| saves |")
  })

  test("JSON is the same with --format and --json", async () => {
    const folder = stackFolder("detector")
    const [format, flag] = [await cost(folder, "--format", "json"), await cost(folder, "--json")]
    expect(JSON.parse(format.stdout)).toEqual(JSON.parse(flag.stdout))
  })

  test("HTML is one page", async () => {
    const { stdout } = await cost(stackFolder("detector"), "--format", "html")
    expect(stdout).toMatch(/^<!doctype html>/)
  })
})

describe("alerts", () => {
  test("are a rule file", async () => {
    const { stdout } = await cost(stackFolder("lora-gateway"), "--format", "alerts")
    const { groups } = parse(stdout)
    expect(groups[0].rules[0]).toMatchObject({
      alert: "HourlyCostAboveLimit",
      expr: expect.stringMatching(/^sum\(increase\(gateway_requests_total\[1h\]\)\) > \d+$/),
      annotations: { summary: expect.stringMatching(/costs more than \$\d/) },
    })
  })

  test("are none where no hour can cost that much", async () => {
    const flags = ["--format", "alerts", "--hourly-limit", "$500"]
    const { stdout } = await cost(stackFolder("lora-gateway"), ...flags)
    expect(stdout).toMatch(/^# No rule: the instances are capped/)
  })
})

describe("prices", () => {
  test("are listed with source, age and confidence", async () => {
    const { stdout, exit } = await cost(projectFolder(), "prices", "upstash")
    expect(exit).toBe(0)
    expect(stdout).toMatch(/redis\.payg +\$0\.2 .* 2026-11-09, \d+ days +high +https:/)
    expect(stdout).toMatch(/\d+ prices of 1 platforms? on 20/)
  })

  test("a page that no reader knows is an error that lists those there are", async () => {
    const folder = projectFolder({ "page.md": "hello" })
    const { stderr, exit } = await cost(folder, "prices", "railway", "--refresh", "page.md")
    expect(exit).toBe(2)
    expect(stderr).toMatch(/Pages that can be read: Railway plans, https:/)
  })
})

test("the report keeps to the schema that comes with the package", async () => {
  const { stdout } = await cost(stackFolder("llm-app"), "--all", "--json")
  const validate = new Ajv2020({ strict: true }).compile(z.toJSONSchema(costReportSchema))
  validate(JSON.parse(stdout).data)
  expect(validate.errors).toBeNull()
})

test("a hosted model is compared where the tokens of a request are known", async () => {
  const { stdout } = await cost(stackFolder("llm-app"), "--all", "--json", "--tokens", "2000:500")
  const report = costReportSchema.parse(JSON.parse(stdout).data)
  const options = report.parts.find(({ item }) => item === "llm")?.options ?? []
  expect(options.map(({ offerTitle }) => offerTitle).join(" ")).toMatch(/gpt-/i)
})

test("a model of one's own is set against hosted ones, by advice and by name", async () => {
  const folder = stackFolder("lora-gateway")
  const { stdout } = await cost(folder, "--tokens", "300:100", "--what-if", "model=openai:gpt-5")
  expect(stdout).toMatch(/With the change\n +-?\$\d+\.\d\d +to \$\d+\.\d\d +model=openai:gpt-5 /)
  for (const vendor of ["openai", "anthropic", "google", "cloudflare"])
    expect(stdout).toMatch(new RegExp(`\\$[\\d.]+ +inference\\.model=${vendor}:\\S+ +Call `))
})

test("a plan that the manifest fixes is the only one that fits", async () => {
  const withPlan = (plan: string) =>
    stackFolder("starter", (text) => `${text}\nplatforms: { render: { plan: ${plan} } }\n`)
  const [pro] = await renderOffers(withPlan("pro"))
  expect(pro?.offers).toEqual(["web.pro"])
  expect(pro?.reasons).toContain('"platforms.render.plan" is "pro".')
  const [any] = await renderOffers(stackFolder("starter"))
  expect(any?.offers).toContain("web.starter")
})

test("an impossible workload exits with 2 and prices nothing", async () => {
  const { stdout, stderr, exit } = await cost(stackFolder("starter"), "--cache-hits", "120%")
  expect({ stdout, exit }).toEqual({ stdout: "", exit: 2 })
  expect(stderr).toContain("[cost/impossible-workload]")
})

const node = '{ "scripts": { "start": "node server.js" } }'

/** A stack of the templates with empty source folders: a manifest is all that is needed for its cost. */
function stackFolder(stack: string, change: (text: string) => string = (text) => text): string {
  const template = new URL(`../../templates/stacks/${stack}/aidep.yaml`, import.meta.url)
  const text = change(readFileSync(template, "utf8"))
  const sources = [...text.matchAll(/source: \.\/(\S+?)[,\s]/g)].map(([, path]) => path)
  return projectFolder({
    "aidep.yaml": text,
    ...Object.fromEntries(sources.map((path) => [`${path}/package.json`, node])),
    ...Object.fromEntries(sources.map((path) => [`${path}/requirements.txt`, ""])),
  })
}

test("the templates are those that are priced here", () => {
  const folder = new URL("../../templates/stacks", import.meta.url)
  expect(readdirSync(folder).toSorted()).toEqual(stacks.toSorted())
})

/** What Render offers to each part of a stack, and why not the rest. */
async function renderOffers(folder: string) {
  const { stdout } = await cost(folder, "--json")
  const { parts } = costReportSchema.parse(JSON.parse(stdout).data)
  return parts.map(({ options, rejected }) => ({
    offers: options.flatMap(({ platform, offer }) => (platform === "render" ? [offer] : [])),
    reasons: rejected.flatMap(({ platform, reason }) => (platform === "render" ? [reason] : [])),
  }))
}

import { beforeAll, describe, expect, test } from "vitest"
import { observed } from "../../../support/simulated-platform.ts"
import { everyManifest } from "../../../support/stack-manifests.ts"
import { everything } from "../everything.ts"
import { withoutSpecs } from "../schemas.ts"
import { deploy, otherCommit, projectOn, simulateFor, sourceIn } from "./deploy-render.ts"
import { openApi } from "./openapi.ts"

const manifests = [...everyManifest(), { name: "everything", text: everything }]

/** Statuses that the description of a call names and its list of answers lacks. */
const describedInWords = [/^DELETE \/(projects|environments)\/[^ ]+: status 409 is not described$/]

describe.skipIf(withoutSpecs)("Render's OpenAPI document", () => {
  let document: ReturnType<typeof openApi>
  beforeAll(() => {
    document = openApi()
  })

  test.each(manifests)("fits every request and answer of $name", async ({ text }) => {
    const on = projectOn(text)
    const platform = await simulateFor(on)
    await deploy(platform, on)
    await deploy(platform, on, { version: "2", sourceOf: sourceIn(on, otherCommit) })
    const standing = await observed(platform)
    for (const resource of standing) await platform.remote.remove(resource, platform.scope())
    for (const resource of standing.toReversed()) {
      for await (const _ of platform.remote.logs(
        resource,
        { lines: 10, follow: false },
        platform.scope(),
      ));
      await platform.remote.remove(resource, platform.scope())
    }
    const problems = platform.exchanges
      .flatMap((exchange) => document.problems(exchange))
      .filter((problem) => !describedInWords.some((words) => words.test(problem)))
    expect([...new Set(problems)]).toEqual([])
  })

  test("is what the check reads", () => {
    const request = {
      operation: "render.createService",
      method: "POST",
      url: "https://api.render.com/v1/services?color=red",
      headers: {},
      body: JSON.stringify({ type: "web_service", name: "api", colour: "red" }),
      effect: "change",
      idempotent: false,
      timeoutMs: 1000,
    } as const
    const outcome = { status: "answered", statusCode: 418, headers: {}, body: "{}" } as const
    const problems = document.problems({ request, outcome })
    expect(problems.map((problem) => problem.replace(/^.*?: /, ""))).toEqual([
      "unknown parameter color",
      "body  must have required property 'ownerId'",
      "body  must NOT have additional properties",
      "status 418 is not described",
    ])
  })
})

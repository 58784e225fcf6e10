import { expect, test } from "vitest"
import { approval } from "../../../src/cli/deploy/approval.ts"
import { plan } from "../../../src/workflows/plan/plan.ts"
import { fakeRegistry } from "../../support/fake-context.ts"
import { fakePlatform } from "../../support/fake-platform.ts"
import { type ScriptedAnswer, scriptedPrompt } from "../../support/scripted-prompt.ts"
import { errorOf, input, manifest, scene } from "../../workflows/deploy/scene.ts"

const asked = { file: undefined, yes: false, allowDestroy: undefined }
const withoutGateway = manifest.replace(/ {2}gateway:[^]*? {2}model:/, "  model:")

/** A plan that takes the gateway away, with somebody who answers, or nobody. */
async function removal(answers?: readonly ScriptedAnswer[]) {
  const shop = scene()
  await shop.deploy()
  await shop.write("aidep.yaml", withoutGateway)
  const prompt = answers === undefined ? shop.context.prompt : scriptedPrompt(answers)
  const context = { ...shop.context, prompt }
  const approve = async (more: Partial<typeof asked> | { allowDestroy: number }) =>
    await (
      await approval({ ...asked, ...more }, context)
    ).approve((await plan(input, context)).plan)
  return { shop, context, prompt, approve }
}

test("a person sees the plan and decides, told how much is taken away for good", async () => {
  const prompt = scriptedPrompt([{ to: "take away 1 for good", answer: true }])
  const { shop, context } = await removal()
  const { approve } = await approval(asked, { ...context, prompt })
  await approve((await plan(input, shop.context)).plan)
  expect(prompt.asked).toEqual(["Carry this out, and take away 1 for good?"])
})

test("a person who says no changes nothing", async () => {
  const { approve } = await removal([{ to: "Carry this out", answer: false }])
  const error = await errorOf(approve({}))
  expect([error.exit, error.code]).toEqual([1, "deploy/declined"])
})

test("where nobody is asked, nothing is taken away unless a number allows it", async () => {
  const { approve } = await removal()
  for (const more of [{}, { yes: true }, { allowDestroy: 0 }])
    expect((await errorOf(approve(more))).code).toBe("deploy/destroy-limit")
  await approve({ allowDestroy: 1 })
})

test("a saved plan is the answer, and brings what it was made for", async () => {
  const { shop, context, approve } = await removal()
  await plan({ ...input, out: "a.plan", only: ["gateway"] }, context)
  const { request, approve: ofFile } = await approval({ ...asked, file: "a.plan" }, context)
  expect(request).toEqual({ only: ["gateway"] })
  const same = (await plan({ ...input, ...request }, context)).plan
  expect((await errorOf(ofFile(same))).code).toBe("deploy/destroy-limit")
  expect((await errorOf(ofFile((await plan(input, context)).plan))).code).toBe("deploy/stale-plan")
  expect(shop.standing("gateway").state).toBe("running")
  await approve({ allowDestroy: 1 })
})

test("what runs on this machine is not asked about", async () => {
  const { shop, context } = await removal()
  const platforms = fakeRegistry([{ ...fakePlatform("alpha", shop.world), alwaysAllowed: true }])
  const prompt = scriptedPrompt()
  for (const asking of [prompt, context.prompt]) {
    const here = { ...context, platforms, prompt: asking }
    const { approve } = await approval(asked, here)
    await approve((await plan(input, here)).plan)
  }
  expect(prompt.asked).toEqual([])
})

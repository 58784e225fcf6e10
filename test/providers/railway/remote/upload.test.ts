import { expect, test } from "vitest"
import { deploy, simulateFor } from "./deploy-railway.ts"
import { apiAddress, idOf, shop, standing } from "./shop.ts"

const sourceOf = () => ({ type: "folder", path: "/project" }) as const

test("a folder is uploaded by the command line, into the service that was set up", async () => {
  const platform = await simulateFor(shop)
  const outcomes = await deploy(platform, shop, { sourceOf })
  expect(outcomes.get(apiAddress)).toMatchObject({ status: "applied" })
  expect(platform.commands).toEqual([
    {
      file: "railway",
      args: [
        "up",
        "--detach",
        "--project",
        idOf(platform, "project"),
        "--environment",
        idOf(platform, "environment"),
        "--service",
        idOf(platform, "service", "shop-production-api"),
      ],
      effect: "change",
      timeoutMs: 600_000,
      workingFolder: "/project",
      variables: { RAILWAY_API_TOKEN: "simulated-railway-token" },
    },
  ])
  expect(await standing(platform)).toMatchObject({ state: "running", deploymentId: "d-api-1" })
})

test.each([
  [{ status: "not-found" }, 'The command "railway" is missing.'],
  [{ status: "timed-out" }, "It took longer than 10 minutes."],
  [
    { status: "ended", exitCode: 1, stdout: "", stderr: "x\nbad simulated-railway-token." },
    "bad ••••.",
  ],
] as const)("what ends as %o is told", async (outcome, reason) => {
  const platform = await simulateFor(shop)
  const { scope } = platform
  const processes = { run: async () => outcome, isRunning: () => false }
  const outcomes = await deploy(platform, shop, {
    sourceOf,
    scope: { ports: { ...scope().ports, processes } },
  })
  expect(outcomes.get(apiAddress)).toMatchObject({
    status: "failed",
    problem: {
      code: "railway/upload-failed",
      exit: 69,
      message: `The source of "api" was not uploaded: ${reason}`,
    },
  })
})

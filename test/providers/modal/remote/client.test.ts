import { describe, expect, test } from "vitest"
import { plainOutput } from "../../../../providers/modal/remote/cli/ask-modal.ts"
import * as lists from "../../../../providers/modal/remote/cli/read-lists.ts"
import { modalSimulator } from "../../../../providers/modal/simulator.ts"
import { virtualClock } from "../../../../src/workflows/rehearse/virtual-clock.ts"
import { projectFolder } from "../../../support/project-folder.ts"
import { observed } from "../../../support/simulated-platform.ts"
import { parserProblems, runClient } from "./real-client.ts"
import { shop } from "./shop.ts"
import { deploy, simulateModal, type SimulatedModal } from "./simulate-modal.ts"

const seconds = 60_000

/** A first deploy, an update, going back, logs and taking down: every command that the driver has. */
async function everyCommand(): Promise<SimulatedModal> {
  const world = await simulateModal(shop, { options: { environment: "prod" } })
  await deploy(world, shop)
  await deploy(world, shop, { version: "2" })
  const recorded = shop.resources.map((resource) => ({ ...resource, recipe: undefined }))
  await deploy(world, { ...shop, resources: recorded }, { version: "1" })
  const standing = await observed(world.platform, { ports: world.scope().ports })
  for (const resource of standing) {
    const wanted = { lines: 10, follow: false }
    for await (const _ of world.platform.remote.logs(resource, wanted, world.scope()));
    await world.platform.remote.remove(resource, world.scope())
  }
  return world
}

describe("the installed client", () => {
  test(
    "takes every command that the driver sends",
    async () => {
      const { sent } = await everyCommand()
      expect(new Set(sent.map(({ operation }) => operation)).size).toBe(19)
      const programs = sent.flatMap(({ files }) =>
        Object.entries(files).map(([name, text]) => [name.replace(/::\w+$/, ""), text] as const),
      )
      const folder = projectFolder(
        Object.fromEntries(programs.filter(([name]) => name.endsWith(".py"))),
      )
      const commands = [...new Set(sent.map(({ command }) => JSON.stringify(command.args)))]
        .map((text): string[] => JSON.parse(text))
        .filter(([first]) => first !== "--version")
      const problems = parserProblems(commands, folder)
      expect(commands.filter((_, index) => problems[index] !== null)).toEqual([])
    },
    seconds,
  )

  test(
    "is what the check asks",
    () => {
      const wrong = [
        ["app", "list", "--yaml"],
        ["app", "lits"],
        ["app", "history"],
      ]
      expect(parserProblems(wrong, projectFolder())).toEqual([
        expect.stringContaining("--yaml"),
        expect.stringContaining("lits"),
        expect.stringContaining("APP_IDENTIFIER"),
      ])
    },
    seconds,
  )
})

const time = 1_790_000_000
const created = { created_at: time, created_by: "me" }
const app = `ap-${"1".repeat(22)}`

const answers = {
  AppList: {
    apps: [
      {
        app_id: app,
        description: "shop-production-api",
        state: "APP_STATE_DEPLOYED",
        n_running_tasks: 1,
        created_at: time,
      },
    ],
  },
  AppGetLifecycle: { lifecycle: { app_state: "APP_STATE_DEPLOYED" } },
  AppDeploymentHistory: {
    app_deployment_histories: [
      { version: 1, deployed_at: time, client_version: "1.6.4", deployed_by: "me" },
      { version: 2, deployed_at: time, client_version: "1.6.4", deployed_by: "me", tag: "aidep.d" },
    ],
  },
  SecretList: { items: [{ secret_id: "st-1", metadata: { name: "api", creation_info: created } }] },
  VolumeList: {
    items: [{ volume_id: "vo-1", metadata: { name: "data", creation_info: created } }],
  },
  EnvironmentList: { items: [{ name: "main", webhook_suffix: "", default: true }] },
  WorkspaceNameLookup: { username: "acme" },
}

const config = '[aidep]\ntoken_id = "ak-1"\ntoken_secret = "as-1"\nactive = true'

const listings = [
  ["app list --json", lists.appList],
  [`app history ${app} --json`, lists.historyList],
  ["secret list --json", lists.nameList],
  ["volume list --json", lists.nameList],
  ["environment list --json", lists.environmentList],
  ["profile list --json", lists.profileList],
] as const

/** The same commands in the simulator, where something stands too. */
function simulated(line: string): string {
  const { run } = modalSimulator.start({ clock: virtualClock() })
  const call = (text: string) => {
    const outcome = run?.({
      file: "modal",
      args: text.split(" "),
      effect: "change",
      timeoutMs: 1,
      variables: modalSimulator.credentials,
    })
    return outcome?.status === "ended" ? outcome.stdout : ""
  }
  call("secret create api --from-json /file")
  call("volume create data")
  call("deploy a.py --name api --tag aidep.d-1.server.api")
  return call(line.replace(app, "api"))
}

describe("JSON of the installed client", () => {
  test(
    "has the form that the driver reads, and the simulator writes",
    () => {
      const ran = runClient(
        listings.map(([line]) => line.split(" ")),
        { answers, config },
      )
      for (const [index, [line, schema]] of listings.entries()) {
        const { code, stdout } = ran[index] ?? { code: -1, stdout: "" }
        expect(`${line}: ${code}`).toBe(`${line}: 0`)
        const rows = schema.parse(JSON.parse(stdout))
        expect(rows).not.toEqual([])
        expect(shapeOf(simulated(line))).toEqual(shapeOf(stdout))
      }
      expect(lists.historyList.parse(JSON.parse(ran[1]?.stdout ?? ""))).toEqual([
        { version: "v2", tag: "aidep.d" },
        { version: "v1", tag: null },
      ])
    },
    seconds,
  )

  test(
    "has no colours, whatever a pipeline asks for",
    () => {
      const forced = { FORCE_COLOR: "1", TTY_COMPATIBLE: "1", COLUMNS: "20" }
      const written = [forced, { ...forced, ...plainOutput }].map(
        (variables) => runClient([["secret", "list", "--json"]], { answers, variables })[0]?.stdout,
      )
      expect(written[0]).toContain("\u001B[")
      expect(lists.nameList.parse(JSON.parse(written[1] ?? ""))).toEqual([{ name: "api" }])
    },
    seconds,
  )

  test(
    "is none where Modal refuses: one line of words, and status 1",
    () => {
      const errors = { AppList: ["UNAUTHENTICATED", "Words of the server"] } as const
      const [ran] = runClient([["app", "list", "--json"]], { errors })
      expect(ran).toMatchObject({ code: 1, stdout: "", stderr: "Error: Words of the server\n" })
    },
    seconds,
  )
})

/** Keys of the rows. */
function shapeOf(stdout: string): readonly string[] {
  const [row = {}]: readonly object[] = JSON.parse(stdout)
  return Object.keys(row)
}

test(
  "values of a Secret go from the file to Modal, and are not among the arguments",
  async () => {
    const folder = projectFolder({ "secret.json": JSON.stringify({ API_KEYS: "top-secret" }) })
    const world = await everyCommand()
    const sent = world.sent.find(({ operation }) => operation === "createSecret")
    const args = (sent?.command.args ?? []).map((argument) =>
      argument.endsWith(".json") ? `${folder}/secret.json` : argument,
    )
    const [ran] = runClient([args], { answers: {} })
    expect(ran?.code).toBe(0)
    const [request] = ran?.requests ?? []
    expect(request).toMatchObject({
      method: "SecretGetOrCreate",
      message: {
        environment_name: "prod",
        env_dict: { API_KEYS: "top-secret" },
        object_creation_type: "OBJECT_CREATION_TYPE_CREATE_OVERWRITE_IF_EXISTS",
      },
    })
    expect(args.join(" ")).not.toContain("top-secret")
  },
  seconds,
)

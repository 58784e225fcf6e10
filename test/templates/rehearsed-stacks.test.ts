import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { parseDocument } from "yaml"
import { projectFolder } from "../support/project-folder.ts"
import { runCommand } from "../support/run-command.ts"

const invalidManifest = 65

/** On a machine of one's own, and nowhere: what is placed there is not simulated. */
const notSimulated = ["compose", "external", "vercel"]

/** A domain in front of the gateway, as the stack shows it. */
const edge = {
  target: "cloudflare",
  domain: "api.example.com",
  service: "gateway",
  tls: "strict",
  rateLimit: { requests: "100/10s", per: "ip" },
}

interface Placed {
  readonly targets?: readonly string[]
  target?: string
}

/** Every way to place the services and data stores of a stack on simulated platforms. */
function combinations(
  items: Readonly<Record<string, Placed>>,
): readonly Readonly<Record<string, string>>[] {
  return Object.entries(items).reduce<readonly Readonly<Record<string, string>>[]>(
    (all, [name, { targets = [] }]) => {
      const able = targets.filter((target) => !notSimulated.includes(target))
      return able.flatMap((target) => all.map((one) => ({ ...one, [name]: target })))
    },
    [{}],
  )
}

/** A store on Render is closed to services elsewhere, which the manifest is told before anything else happens. */
function isRefused({ chat, cache, database }: Readonly<Record<string, string>>): boolean {
  return chat !== "render" && [cache, database].includes("render")
}

test.each(["lora-gateway", "detector", "llm-app"])(
  "%s goes live in a rehearsal, wherever its parts are placed",
  async (template) => {
    const folder = projectFolder({})
    const made = await runCommand(["init", ".", "--template", template], { folder })
    expect(made).toMatchObject({ exit: 0 })
    const file = join(folder, "aidep.yaml")
    const document = parseDocument(readFileSync(file, "utf8"))
    const { services, resources = {} } = document.toJS()
    const places = combinations({ ...services, ...resources })
    expect(places.length).toBeGreaterThan(1)
    const unexpected: string[] = []
    for (const place of places) {
      for (const [name, target] of Object.entries(place))
        document.setIn([name in services ? "services" : "resources", name, "target"], target)
      if (template === "lora-gateway") document.set("edge", edge)
      writeFileSync(file, document.toString())
      const { exit, stderr } = await runCommand(["deploy", "--rehearse"], { folder })
      if (exit !== (isRefused(place) ? invalidManifest : 0))
        unexpected.push(`${JSON.stringify(place)}: ${exit} ${stderr.slice(-600)}`)
    }
    expect(unexpected).toEqual([])
  },
  300_000,
)

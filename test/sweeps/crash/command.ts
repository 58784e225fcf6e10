import type { Files } from "../../../src/ports/files.ts"
import type { Context } from "../../../src/workflows/context.ts"
import { deploy } from "../../../src/workflows/deploy/deploy.ts"
import { destroy } from "../../../src/workflows/deploy/destroy.ts"
import { rollback } from "../../../src/workflows/deploy/rollback.ts"
import { readState } from "../../../src/workflows/deploy/state/state-files.ts"
import { lastingWorld } from "../world.ts"

// Carries one command out and kills this process at a point of the journal:
// node command.ts FOLDER STACK deploy|rollback|destroy [POINT]
const [folder = "", stack = "", name = "", point = ""] = process.argv.slice(2)
const { context } = await lastingWorld(folder, stack)
const mortal = point === "" ? context : killedAt(Number(point), context)
const input = { manifest: "aidep.yaml", progress: () => {}, signal: new AbortController().signal }
switch (name) {
  case "deploy":
    await deploy(input, mortal)
    break
  case "rollback":
    await rollback({ ...input, to: await firstRelease() }, mortal)
    break
  case "destroy":
    await destroy(input, mortal)
    break
  default:
    throw new Error(`There is no command "${name}".`)
}

/** Named, so that running the command again asks for the same. */
async function firstRelease(): Promise<string | undefined> {
  const parsed = { manifest: { name: "stack" } }
  const place = { folder, parsed, project: { environment: "production" } }
  const { releases } = await readState(place, context)
  return releases[0]?.id
}

/** Points count from 0: even ones lie before an entry of the journal, odd ones after it. */
function killedAt(kill: number, world: Context): Context {
  let at = 0
  const die = (): void => {
    if (at === kill) process.kill(process.pid, "SIGKILL")
    at += 1
  }
  const files: Files = {
    ...world.files,
    append: async (path, text) => {
      die()
      const outcome = await world.files.append(path, text)
      die()
      return outcome
    },
  }
  return { ...world, files }
}

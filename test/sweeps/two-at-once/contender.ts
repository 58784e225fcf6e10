import { closeSync, openSync, rmSync } from "node:fs"
import { join } from "node:path"
import { AidepError } from "../../../src/errors/aidep-error.ts"
import type { Http } from "../../../src/ports/http.ts"
import type { Context } from "../../../src/workflows/context.ts"
import { deploy } from "../../../src/workflows/deploy/deploy.ts"
import { lastingWorld } from "../world.ts"
import type { RoundEnd } from "./rounds.ts"

// One of two processes that deploy the same folder at the same moment, as often as they are told to:
// node contender.ts FOLDER STACK
const [folder = "", stack = ""] = process.argv.slice(2)

process.on("message", () => {
  void round().then((end) => process.send?.(end))
})

async function round(): Promise<RoundEnd> {
  const { context } = await lastingWorld(folder, stack)
  const inside = join(folder, "inside")
  let entered = false
  let overlapped = false
  /** From its first change to its end, nobody else may be at work. */
  const enter = (): void => {
    if (entered) return
    entered = true
    try {
      closeSync(openSync(inside, "wx"))
    } catch {
      overlapped = true
    }
  }
  const http: Http = {
    send: async (request, signal) => {
      if (request.effect === "change") enter()
      return await context.http.send(request, signal)
    },
  }
  const ended = await outcomeOf({ ...context, http })
  if (entered && !overlapped) rmSync(inside)
  return { ...ended, overlapped }
}

async function outcomeOf(context: Context): Promise<Omit<RoundEnd, "overlapped">> {
  const signal = new AbortController().signal
  try {
    const input = { manifest: "aidep.yaml", progress: () => {}, signal }
    const { release } = await deploy(input, context)
    return { exit: 0, text: "", release }
  } catch (error) {
    if (error instanceof AidepError)
      return { exit: error.exit, text: `${error.code} ${error.message}`, release: undefined }
    return { exit: 70, text: String(error), release: undefined }
  }
}

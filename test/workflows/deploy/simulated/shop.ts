import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { onTestFinished } from "vitest"
import { AidepError } from "../../../../src/errors/aidep-error.ts"
import type { Http, HttpOutcome, HttpRequest } from "../../../../src/ports/http.ts"
import type { Context } from "../../../../src/workflows/context.ts"
import type { StepEvent } from "../../../../src/workflows/deploy/apply/apply-step.ts"
import { deploy, type DeployResult } from "../../../../src/workflows/deploy/deploy.ts"
import { rollback } from "../../../../src/workflows/deploy/rollback.ts"
import { plan, type PlanInput } from "../../../../src/workflows/plan/plan.ts"
import type { Rehearsal } from "../../../../src/workflows/rehearse/rehearsal-context.ts"
import { stackNamed } from "../../../sweeps/stacks.ts"
import { memoryWorld, writeManifest } from "../../../sweeps/world.ts"

export const signal = new AbortController().signal
export const input = { manifest: "aidep.yaml" } as const

/** A project on one simulated platform, with everything that was said about it. */
export interface SimulatedShop {
  readonly folder: string
  readonly context: Context
  readonly world: Rehearsal
  readonly said: unknown[]
  readonly write: (version: string) => void
  readonly deploy: () => Promise<DeployResult>
  readonly plan: (asked?: Partial<PlanInput>) => ReturnType<typeof plan>
  readonly rollback: () => ReturnType<typeof rollback>
  /** Stands between driver and platform; undefined lets a request through. */
  interfere: (request: HttpRequest) => HttpOutcome | undefined
  /** Calls that were to change something. */
  readonly changes: string[]
}

export async function simulatedShop(platform: string): Promise<SimulatedShop> {
  const folder = mkdtempSync(join(tmpdir(), "aidep-simulated-"))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const world = await memoryWorld(folder, platform)
  const said: unknown[] = []
  const changes: string[] = []
  const http: Http = {
    send: async (request, stop) => {
      const outcome = shop.interfere(request)
      if (outcome !== undefined) return outcome
      if (request.effect === "change") changes.push(request.operation)
      return await world.context.http.send(request, stop)
    },
  }
  const context: Context = { ...world.context, http }
  const asked = {
    ...input,
    signal,
    progress: (owner: string, text: string) => said.push([owner, text]),
    report: (event: StepEvent) => said.push(event),
  }
  const keep = async <T>(work: Promise<T>): Promise<T> => {
    try {
      const result = await work
      said.push(result)
      return result
    } catch (error) {
      if (error instanceof AidepError) said.push({ ...error, message: error.message })
      throw error
    }
  }
  const shop: SimulatedShop = {
    folder,
    context,
    world,
    said,
    changes,
    interfere: () => undefined,
    write: (version) => writeManifest(folder, stackNamed(platform).manifest(version)),
    deploy: async () => await keep(deploy(asked, context)),
    plan: async (more = {}) => await keep(plan({ ...input, ...more }, context)),
    rollback: async () => await keep(rollback({ ...asked, to: undefined }, context)),
  }
  shop.write("a")
  return shop
}

/** Everything that was said, and every file of the folder. */
export function everything({ folder, said }: SimulatedShop): string {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => join(folder, file))
    .filter((file) => statSync(file).isFile())
  return [JSON.stringify(said), ...files.map((file) => readFileSync(file, "utf8"))].join("\n")
}

export function answer(statusCode: number, body: unknown): HttpOutcome {
  const headers = { "content-type": "application/json" }
  return { status: "answered", statusCode, headers, body: JSON.stringify(body) }
}

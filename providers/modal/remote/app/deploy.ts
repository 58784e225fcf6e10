import {
  type ApiOutcome,
  type ApplyOutcome,
  makeOnce,
  notApplied,
  platformErrors,
  problem,
} from "aidep/provider"
import { preDeployFailed } from "../../errors/deploy.ts"
import type { ModalProgram } from "../../modal-spec.ts"
import { pythonText } from "../../program/python-text.ts"
import { programOf } from "../../render.ts"
import { type ModalFailure, runModal } from "../cli/ask-modal.ts"
import * as commands from "../cli/commands.ts"
import { type ModalScope, placeOf } from "../cli/modal-scope.ts"
import { deployedApp, readHistory } from "../cli/read-lists.ts"
import { filesFolder, withFile } from "../files/with-file.ts"
import { tagIn, tagText } from "../read/tags.ts"

export interface Deployment {
  readonly program: ModalProgram
  readonly deploymentId: string
  readonly owner: string
}

/** An image with a model's libraries takes long to build. */
const longestMs = 45 * 60_000

/**
 * Writes the program, lets `preDeploy` run and deploys. The client builds the image and comes back when the version
 * serves.
 */
export async function deploy(deployment: Deployment, scope: ModalScope): Promise<ApplyOutcome> {
  const { program } = deployment
  const text = pythonText(programOf(program))
  let log: readonly string[] = []
  const deployed = await withFile(
    { name: program.file, text, isSecret: false },
    scope,
    async () => {
      const prepared = await prepare(deployment, scope)
      const sent = prepared.status === "failed" ? prepared : await send(deployment, scope)
      if (sent.status === "failed" && "log" in sent) log = sent.log
      return sent
    },
  )
  return deployed.status === "failed"
    ? { ...notApplied(deployed), log }
    : { status: "applied", id: deployed.value, outputs: {} }
}

type Sent = Extract<ApiOutcome<string>, { status: "done" }> | ModalFailure

/** Runs the command before the deploy in the new image. */
async function prepare({ owner, program }: Deployment, scope: ModalScope): Promise<Sent> {
  if (program.preDeploy === undefined) return { status: "done", value: "" }
  scope.progress(owner, "Running preDeploy")
  const said = await runModal(
    {
      operation: "modal.preDeploy",
      args: commands.runFunction(pathOf(program), "pre_deploy", placeOf(scope)),
      effect: "change",
      timeoutMs: longestMs,
    },
    scope,
  )
  if (said.status === "done") return { status: "done", value: "" }
  const fault = problem(preDeployFailed, { service: owner, reason: said.problem.message })
  return { ...said, problem: fault }
}

/** Where the answer is lost, a version with our tag is what came of it. */
async function send(deployment: Deployment, scope: ModalScope): Promise<Sent> {
  const { deploymentId, owner, program } = deployment
  const { app, entry, strategy } = program
  scope.progress(owner, "Building and deploying")
  const tag = tagText({ deploymentId, owner, type: entry.type })
  let log: readonly string[] = []
  const make = async (): Promise<ApiOutcome<string>> => {
    const args = commands.deployApp({ file: pathOf(program), app, tag, strategy }, placeOf(scope))
    const call = {
      operation: "modal.deploy",
      args,
      effect: "change",
      timeoutMs: longestMs,
    } as const
    const said = await runModal(call, scope)
    if (said.status === "done") return await idOf(app, scope)
    log = said.log
    return deployFailure(said, owner)
  }
  const find = async (): Promise<ApiOutcome<string | undefined>> =>
    await deployedAs(app, deploymentId, scope)
  const made = await makeOnce({ make, find }, scope)
  return made.status === "failed" ? { ...made, log } : made
}

function pathOf({ file }: ModalProgram): string {
  return `${filesFolder}/${file}`
}

function deployFailure(failure: ModalFailure, item: string): ModalFailure {
  if (!/\bbuild\b.*\bfailed\b|failed to build/i.test(failure.log.join(" "))) return failure
  const reason = "its image did not build."
  return {
    ...failure,
    maybeDone: false,
    problem: problem(platformErrors.buildFailed, { platform: "Modal", item, reason }),
  }
}

/** Of the app that was just deployed; its name as long as a late list does not show it. */
async function idOf(app: string, scope: ModalScope): Promise<ApiOutcome<string>> {
  const found = await deployedApp(app, scope)
  if (found.status === "failed") return found
  return { status: "done", value: found.value?.app_id ?? app }
}

async function deployedAs(
  app: string,
  deploymentId: string,
  scope: ModalScope,
): Promise<ApiOutcome<string | undefined>> {
  const standing = await deployedApp(app, scope)
  if (standing.status === "failed") return standing
  if (standing.value === undefined) return { status: "done", value: undefined }
  const { app_id: id } = standing.value
  const history = await readHistory(id, scope)
  if (history.status === "failed") return history
  const isOurs = tagIn(history.value[0]?.tag)?.deploymentId === deploymentId
  return { status: "done", value: isOurs ? id : undefined }
}

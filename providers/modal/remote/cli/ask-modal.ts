import {
  type ApiFailure,
  type ApiOutcome,
  type Command,
  type CommandOutcome,
  failedWith,
  parseJson,
  platformErrors,
  problem,
} from "aidep/provider"
import type * as z from "zod"
import { cliMissing } from "../../errors/cli.ts"
import { failureOf } from "./failures.ts"
import { findCli } from "./find-cli.ts"
import { type ModalScope, tokenVariables } from "./modal-scope.ts"

export interface ModalCall {
  /** What it does, for messages: `modal.deploy`. */
  readonly operation: string
  readonly args: readonly string[]
  readonly effect: Command["effect"]
  /** Default: 120,000. The client itself tries for a minute to reach Modal. */
  readonly timeoutMs?: number
  /** Values that a refusal may repeat, and nobody is to see. */
  readonly secrets?: readonly string[]
  /** Laid over those that every command gets. */
  readonly variables?: Readonly<Record<string, string>>
}

/** What a command wrote. */
export interface Said {
  readonly stdout: string
  readonly stderr: string
}

export type ModalOutcome<T> = Extract<ApiOutcome<T>, { status: "done" }> | ModalFailure

export interface ModalFailure extends ApiFailure {
  /** Last lines that the command wrote, without secrets. */
  readonly log: readonly string[]
}

/** Pipelines force colours, and the client then writes them into its JSON. */
export const plainOutput = { NO_COLOR: "1", FORCE_COLOR: "", TTY_COMPATIBLE: "0" } as const

const usualTimeoutMs = 120_000
const shownLines = 20

/** Pauses before a read that failed on the way is sent again. */
const pausesMs = [2000, 10_000]

/**
 * Runs one command of Modal's client. What it refuses is an answer, in words. A read that did not reach Modal, or came too
 * often, is sent again.
 */
export async function runModal(call: ModalCall, scope: ModalScope): Promise<ModalOutcome<Said>> {
  const { clock } = scope.ports
  let said = await runOnce(call, scope)
  for (const pauseMs of pausesMs) {
    if (call.effect !== "read" || !isPassing(said) || scope.signal.aborted) return said
    await clock.sleep(pauseMs, scope.signal)
    said = await runOnce(call, scope)
  }
  return said
}

function isPassing(said: ModalOutcome<Said>): boolean {
  return said.status === "failed" && passing.some((code) => code === said.problem.code)
}

const passing = ["platform/unreachable", "platform/rate-limited"] as const

async function runOnce(call: ModalCall, scope: ModalScope): Promise<ModalOutcome<Said>> {
  const { effect, operation, secrets = [], timeoutMs = usualTimeoutMs } = call
  const file = await findCli(scope)
  const outcome = await scope.ports.processes.run({
    file,
    args: call.args,
    effect,
    timeoutMs,
    workingFolder: scope.folder,
    variables: { ...tokenOf(scope), ...plainOutput, ...call.variables },
  })
  const hidden = [...Object.values(tokenOf(scope)), ...secrets]
  return saidBy(outcome, { operation, hidden, timeoutMs })
}

/** Reads the JSON that a command writes. */
export async function askModal<T>(
  { answer, ...call }: Omit<ModalCall, "effect"> & { readonly answer: z.ZodType<T> },
  scope: ModalScope,
): Promise<ApiOutcome<T>> {
  const said = await runModal({ ...call, effect: "read" }, scope)
  if (said.status === "failed") return said
  const parsed = answer.safeParse(parseJson(documentIn(said.value.stdout)))
  if (parsed.success) return { status: "done", value: parsed.data }
  const [issue] = parsed.error.issues
  const reason = `"${issue?.path.join(".") ?? ""}" is not what it should be.`
  const params = { platform: "Modal", action: call.operation, reason }
  return failedWith(problem(platformErrors.unexpectedAnswer, params))
}

/** Every list of the client is one array; 1.5 writes a remark for people below that of profiles. */
function documentIn(stdout: string): string {
  return stdout.slice(0, stdout.lastIndexOf("]") + 1)
}

function tokenOf({ credential }: ModalScope): Readonly<Record<string, string>> {
  return {
    [tokenVariables.id]: credential(tokenVariables.id) ?? "",
    [tokenVariables.secret]: credential(tokenVariables.secret) ?? "",
  }
}

interface Running {
  readonly operation: string
  readonly hidden: readonly string[]
  readonly timeoutMs: number
}

function saidBy(
  outcome: CommandOutcome,
  { hidden, operation, timeoutMs }: Running,
): ModalOutcome<Said> {
  switch (outcome.status) {
    case "not-found":
      return { ...failedWith(problem(cliMissing, {})), log: [] }
    case "timed-out": {
      const reason = `no answer came in ${timeoutMs / 1000} seconds.`
      const params = { platform: "Modal", action: operation, reason }
      const fault = problem(platformErrors.unreachable, params)
      return { ...failedWith(fault, { maybeDone: true }), log: [] }
    }
    case "ended": {
      const { exitCode, stderr, stdout } = outcome
      if (exitCode === 0) return { status: "done", value: { stdout, stderr } }
      const failure = failureOf(operation, stderr.trim() === "" ? stdout : stderr, hidden)
      return { ...failure, log: logLines(`${stdout}\n${stderr}`, hidden) }
    }
  }
}

function logLines(text: string, hidden: readonly string[]): readonly string[] {
  const shown = hidden
    .filter((value) => value.length > 3)
    .reduce((kept, value) => kept.replaceAll(value, "••••"), text)
  return shown
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .slice(-shownLines)
}

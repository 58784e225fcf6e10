import { type ChildProcessByStdio, spawn } from "node:child_process"
import type { Readable, Writable } from "node:stream"
import { setTimeout as sleep } from "node:timers/promises"
import type { StartOutcome, SupervisedProcess } from "../../ports/supervisor.ts"
import { reasonFor } from "./failure.ts"
import { inspectFolder } from "./inspect.ts"
import { type Answer, parseAnswer } from "./messages.ts"

/** `program` is the supervisor's own file. */
export async function startSupervised(
  program: string,
  order: SupervisedProcess,
): Promise<StartOutcome> {
  const answer = await askSupervisor(program, order)
  return answer.status === "already-running"
    ? { status: "already-running", state: inspectFolder(order.folder) }
    : answer
}

/** Starting takes a tenth of a second; a machine out of memory may need much longer. */
const answerMs = 60_000

async function askSupervisor(program: string, order: SupervisedProcess): Promise<Answer> {
  let supervisor: SupervisorProcess
  try {
    supervisor = spawnSupervisor(program, order.label)
  } catch (error) {
    return noSupervisor(reasonFor(error))
  }
  const waiting = new AbortController()
  const answer = await Promise.race([
    readAnswer(supervisor, order),
    sleep(answerMs, undefined, { signal: waiting.signal }).then(
      () => undefined,
      () => undefined,
    ),
  ])
  waiting.abort()
  // It may have started the process without being able to say so: then this ends both.
  if (answer === undefined) supervisor.kill("SIGTERM")
  supervisor.stdin.destroy()
  supervisor.stdout.destroy()
  return answer ?? noSupervisor(`it gave no answer within ${answerMs / 1000} seconds`)
}

type SupervisorProcess = ChildProcessByStdio<Writable, Readable, null>

/**
 * In a session of its own, so that neither Ctrl-C nor the end of the terminal reaches it, and with nothing of this
 * process's environment, which may hold secrets, but what is needed to find "ps".
 */
function spawnSupervisor(program: string, label: string): SupervisorProcess {
  const supervisor = spawn(process.execPath, [program, label], {
    cwd: "/",
    env: { PATH: process.env["PATH"] },
    detached: true,
    stdio: ["pipe", "pipe", "ignore"],
  })
  supervisor.unref()
  return supervisor
}

/** The order goes through a pipe: it holds secrets. */
async function readAnswer(
  supervisor: SupervisorProcess,
  order: SupervisedProcess,
): Promise<Answer> {
  const ended = Promise.withResolvers<Answer>()
  supervisor.on("error", (error) => ended.resolve(noSupervisor(reasonFor(error))))
  // One that ends early closes the pipe while the order is still being written.
  supervisor.stdin.on("error", () => undefined)
  supervisor.stdin.end(JSON.stringify(order))
  let text = ""
  supervisor.stdout.setEncoding("utf8").on("data", (part: string) => {
    text += part
    if (text.endsWith("\n")) ended.resolve(parseAnswer(text) ?? withoutWord)
  })
  supervisor.on("close", (code, signal) =>
    ended.resolve(noSupervisor(`it ended with ${signal ?? code} before it gave an answer`)),
  )
  return await ended.promise
}

function noSupervisor(reason: string): Answer {
  return { status: "not-startable", problem: "no-supervisor", reason }
}

const withoutWord = noSupervisor("its answer is not of this version of aidep")

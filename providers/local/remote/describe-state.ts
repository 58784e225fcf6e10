import type { ObservedResource, ProcessState } from "aidep/provider"
import { exitText } from "./exit-text.ts"
import type { RunRecord } from "./record.ts"

export type Described = Pick<ObservedResource, "state" | "about">

/** What the record and the supervisor together say of one resource. */
export function stateOf(record: RunRecord, state: ProcessState): Described {
  if (record.phase === "failed") return failed(record.reason ?? "It could not be started.")
  const described = describe(record, state)
  if (described.state !== "running" || record.phase === "up") return described
  return failed("It was started, and is not known to be up yet.")
}

function describe(record: RunRecord, state: ProcessState): Described {
  switch (state.status) {
    case "running":
      return { state: "running", about: runningText(record, state) }
    case "starting":
      return { state: "starting", about: "It is being started." }
    case "restarting":
      return failed(`It crashed ${exitText(state)} and is being started again.`)
    case "exited":
      return exitedState(state)
    case "unsupervised":
      return failed("It runs, but its supervisor was killed, so that nothing restarts it.")
    case "dead":
      return failed("It was killed together with its supervisor, or the machine was restarted.")
    case "none":
      return failed("It was never started.")
    case "unreadable":
      return failed(`Its state cannot be read: ${state.reason}.`)
  }
}

function failed(about: string): Described {
  return { state: "failed", about }
}

type State<Status extends ProcessState["status"]> = Extract<
  ProcessState,
  { readonly status: Status }
>

function exitedState(state: State<"exited">): Described {
  switch (state.why) {
    case "ended":
      return { state: "stopped", about: `It ended ${exitText(state)}.` }
    case "stopped":
      return { state: "stopped", about: "It was stopped." }
    case "gave-up":
      return failed(
        `It crashed again and again, last ${exitText(state)}, and is not restarted any more.`,
      )
    case "not-startable":
      return failed(`It ended ${exitText(state)}.`)
  }
}

function runningText(record: RunRecord, state: State<"running">): string {
  const { desired, outputs, port, standIn } = record
  const stub = desired.type === "process" && desired.engine === "stub"
  const wish = "port" in desired ? desired.port : undefined
  const moved = wish !== undefined && wish !== port
  return [
    outputs.url === undefined ? `Runs as process ${state.pid}.` : `Answers at ${outputs.url}.`,
    ...(moved ? [`Port ${wish} was not free.`] : []),
    ...(stub ? ["A stub answers in place of the model."] : []),
    ...(desired.type === "store"
      ? ["It needs no password and takes calls of this machine only."]
      : []),
    ...(standIn === undefined
      ? []
      : [
          `${standIn.name} takes the place of the server, which is not installed. ${standIn.limits}`,
        ]),
    ...(state.restarts > 0 ? [`It crashed and was restarted ${times(state.restarts)}.`] : []),
    ...(state.droppedLogBytes > 0
      ? [`${state.droppedLogBytes} bytes of its log could not be written.`]
      : []),
  ].join(" ")
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`
}

import type { ProcessExit, ProcessState } from "aidep/provider"

/** How it ended, to complete "ended …": `with exit code 1`. */
export function exitText(state: ProcessState): string {
  switch (state.status) {
    case "exited":
      return oneExit(state.exit)
    case "restarting":
      return oneExit(state.lastExit)
    case "unsupervised":
      return "because its supervisor was killed"
    case "dead":
      return "killed together with its supervisor"
    case "none":
    case "unreadable":
    case "starting":
    case "running":
      return "for a reason that is not known"
  }
}

function oneExit(exit: ProcessExit | undefined): string {
  if (exit === undefined) return "for a reason that is not known"
  switch (exit.kind) {
    case "code":
      return `with exit code ${exit.code}`
    case "signal":
      return `by signal ${exit.signal}`
    case "not-startable":
      return `since it could not be started again: ${exit.reason}`
  }
}

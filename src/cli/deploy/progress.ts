import { isEmpty, type Plan } from "../../core/plan/plan.ts"
import type { StepEvent } from "../../workflows/deploy/apply/apply-step.ts"
import { processTerminal } from "../terminal.ts"
import { startTree, type Tree } from "./progress-tree.ts"

/** How a deploy tells on standard error what it is doing. */
export interface Progress {
  readonly tell: (owner: string, text: string) => void
  readonly report: (event: StepEvent) => void
  /** The plan is known and accepted. */
  readonly begin: (plan: Plan) => Promise<void>
  /** Nothing follows; whatever was not reported is over. */
  readonly end: () => Promise<void>
}

/** `tree`: for a person at a terminal. `lines`: one a message. `events`: one JSON object a line, for programs. */
export type ProgressForm = "tree" | "lines" | "events"

export function progressForm(flags: {
  readonly events: boolean
  readonly json: boolean
}): ProgressForm {
  if (flags.events) return "events"
  const isPerson = process.stderr.isTTY && process.env["TERM"] !== "dumb" && !process.env["CI"]
  return isPerson && !flags.json ? "tree" : "lines"
}

export function deployProgress(form: ProgressForm): Progress {
  switch (form) {
    case "events":
      return events()
    case "lines":
      return lines()
    case "tree":
      return tree()
  }
}

const nothing = async (): Promise<void> => {}

function lines(): Progress {
  const { note, noteStyle: style } = processTerminal()
  return {
    tell: (owner, text) => note(`${style.cyan("•")} ${style.bold(owner)} ${text}`),
    report: () => {},
    begin: nothing,
    end: nothing,
  }
}

function events(): Progress {
  const { note } = processTerminal()
  const write = (event: object) => note(JSON.stringify({ at: new Date().toISOString(), ...event }))
  return {
    tell: (owner, text) => write({ event: "progress", owner, text }),
    report: (event) => write({ event: "step", ...event }),
    begin: async ({ environment, fingerprint, changes }) =>
      write({
        event: "plan",
        environment,
        fingerprint,
        changes: changes.map(({ address, change }) => ({ address, change })),
      }),
    end: async () => write({ event: "end" }),
  }
}

/** Lines until the plan is known, then a tree of its changes by platform, then lines again. */
function tree(): Progress {
  const plain = lines()
  let running: Tree | undefined
  const stop = async (): Promise<void> => {
    const ended = running?.end()
    running = undefined
    await ended
  }
  return {
    tell: (owner, text) => {
      if (running?.tell(owner, text) !== true) plain.tell(owner, text)
    },
    report: (event) => running?.report(event),
    begin: async (plan) => {
      if (!isEmpty(plan)) running = await startTree(plan, () => void stop())
    },
    end: stop,
  }
}

import type { BackOff, ProcessExit, SupervisedProcess } from "../../../ports/supervisor.ts"

export interface Life {
  readonly exit: ProcessExit
  readonly ranMs: number
}

export type NextStep =
  | { readonly status: "wait"; readonly waitMs: number; readonly crashes: number }
  | { readonly status: "end"; readonly why: "ended" | "gave-up" }

export const defaultBackOff: BackOff = {
  firstMs: 250,
  longestMs: 10_000,
  resetAfterMs: 30_000,
  crashes: 10,
}

/** What follows when a process has ended; `crashes` counts those in a row before this one. */
export function afterExit(
  { exit, ranMs }: Life,
  crashes: number,
  { restart, backOff = defaultBackOff }: Pick<SupervisedProcess, "restart" | "backOff">,
): NextStep {
  const succeeded = exit.kind === "code" && exit.code === 0
  if (restart === "never" || (restart === "on-failure" && succeeded))
    return { status: "end", why: "ended" }
  const inRow = ranMs >= backOff.resetAfterMs ? 1 : crashes + 1
  if (inRow >= backOff.crashes) return { status: "end", why: "gave-up" }
  const waitMs = Math.min(backOff.firstMs * 2 ** (inRow - 1), backOff.longestMs)
  return { status: "wait", waitMs, crashes: inRow }
}

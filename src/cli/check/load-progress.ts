import type { LoadStep } from "../../workflows/slo/plan-slo.ts"
import { processTerminal } from "../terminal.ts"

const width = 24
const pauseMs = 200

/** Tells on standard error how far a load is: a bar for a person at a terminal, one line at its start elsewhere. */
export function loadProgress(): (step: LoadStep) => void {
  const isPerson = process.stderr.isTTY && process.env["TERM"] !== "dumb" && !process.env["CI"]
  return isPerson ? bar() : line
}

function line({ answered, requests, service }: LoadStep): void {
  if (answered > 0) return
  const { note, noteStyle: style } = processTerminal()
  note(`${style.cyan("•")} ${style.bold(service)} is sent ${count(requests)} requests`)
}

/** Drawn over itself, and gone at the end. */
function bar(): (step: LoadStep) => void {
  const { noteStyle: style } = processTerminal()
  let drawnMs = Number.NEGATIVE_INFINITY
  return ({ answered, requests, service }) => {
    const isOver = answered === requests
    const nowMs = performance.now()
    if (!isOver && nowMs - drawnMs < pauseMs) return
    drawnMs = nowMs
    const filled = Math.floor((width * answered) / requests)
    const drawn = style.cyan("█".repeat(filled)) + style.dim("░".repeat(width - filled))
    const text = `${style.bold(service)} ${drawn} ${count(answered)} of ${count(requests)} requests`
    process.stderr.write(`\r\u001B[K${isOver ? "" : text}`)
  }
}

function count(value: number): string {
  return value.toLocaleString("en-US")
}

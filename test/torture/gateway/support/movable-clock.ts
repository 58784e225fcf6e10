import type { GatewayProcess, StartOptions } from "./gateway-process.ts"

/** A clock of a gateway that jumps, as clocks do when they are set. */
export interface MovableClock {
  readonly options: StartOptions
  readonly jump: (gateway: GatewayProcess) => void
}

/** Each jump moves what `Date` tells by so much; what time takes (`performance.now()`, timers) stays as it is. */
export function movableClock(byMs: number): MovableClock {
  const preload = `
    const Real = Date
    let offset = 0
    globalThis.Date = class extends Real {
      constructor(...parts) { super(...(parts.length === 0 ? [Real.now() + offset] : parts)) }
      static now() { return Real.now() + offset }
    }
    process.on("SIGUSR2", () => { offset += ${byMs} })`
  const url = `data:text/javascript,${encodeURIComponent(preload)}`
  return {
    options: { nodeOptions: ["--import", url] },
    jump: ({ child }) => void child.kill("SIGUSR2"),
  }
}

import type { Clock } from "../ports/clock.ts"
import type { HttpOutcome, HttpRequest } from "../ports/http.ts"
import type { ProbeOutcome, ProbeRequest } from "../ports/prober.ts"
import type { Command, CommandOutcome } from "../ports/processes.ts"

/**
 * A platform that behaves as the real one is documented to, in memory. Drivers run against it unchanged, in tests and
 * in `aidep deploy --rehearse`.
 */
export interface Simulator {
  /** A new, empty account on a clock that may be virtual. */
  readonly start: (world: SimulatedWorld) => Simulation
  /** Values of the platform's credentials with which the account can be used. */
  readonly credentials: Readonly<Record<string, string>>
}

export interface SimulatedWorld {
  readonly clock: Clock
  /** Domains of the project, whose zones an account with zones holds. Default: none. */
  readonly domains?: readonly string[]
  /** What the internet beyond this platform answers: the other simulated platforms. Default: nothing is there. */
  readonly internet?: SimulatedInternet
}

export interface SimulatedInternet {
  /** Records of a name, as anybody resolves them: a proxied one hides where it points to. */
  readonly records: (name: string) => readonly SimulatedRecord[]
  /** What the host of a name answers that serves the request's address, whatever its name resolves to. */
  readonly visit: (request: ProbeRequest, host: string) => ProbeOutcome | undefined
}

export interface SimulatedRecord {
  readonly type: string
  readonly content: string
  readonly proxied: boolean
}

export interface Simulation {
  /** Answers a request to the platform's API; undefined where the address is not the platform's. */
  readonly answer?: (request: HttpRequest) => HttpOutcome | undefined
  /**
   * What a command of the platform's own command line does, in a word, as timelines and faults call it; undefined where
   * the command is another one.
   */
  readonly operationOf?: (command: Command) => string | undefined
  /** Runs the platform's command line; undefined where the command is another one. */
  readonly run?: (command: Command) => CommandOutcome | undefined
  /**
   * What a probe from outside sees; undefined where the address is not served by the platform. `host` is the platform's
   * own name of what is asked, where the address is a domain that points to it.
   */
  readonly visit?: (request: ProbeRequest, host?: string) => ProbeOutcome | undefined
  /** Records of the zones that it holds. */
  readonly records?: (name: string) => readonly SimulatedRecord[]
  /** How long each operation takes on the real platform, in milliseconds: labelled assumptions. Others take `other`. */
  readonly delaysMs: Readonly<Record<string, number>> & { readonly other: number }
  /** Every object that stands in the account, with what somebody would call it: for counting duplicates and orphans. */
  readonly inventory: () => readonly SimulatedObject[]
  /** All that the account holds, as plain data, and back: what was saved can be saved to disk. */
  readonly save: () => unknown
  readonly restore: (saved: unknown) => void
  /** Lets what is deployed next to the service of a name fail in a way of the platform's own. */
  readonly breakNext: (name: string, how: "crash-loop" | "build-fails") => void
}

export interface SimulatedObject {
  readonly kind: string
  readonly name: string
  readonly id: string
}

import type { Outputs, Problem, RemoteScope } from "aidep/provider"
import type { ProcessSpec } from "../../local-spec.ts"
import type { RunProgram } from "../record.ts"
import type { Step } from "../step.ts"
import type { Readiness } from "../launch/wait-until-up.ts"

/** Something that only has to be started: code and packages, or a data folder, are in place. */
export interface Prepared {
  /** The port that is tried first; `any` for one that is free; `none` where nothing listens. */
  readonly port: number | "any" | "none"
  /** These take the port that was found, which means nothing where nothing listens. */
  readonly programAt: (port: number) => RunProgram
  readonly readinessAt: (port: number) => Readiness
  readonly outputsAt: (port: number) => Outputs
  readonly restart: ProcessSpec["restart"]
  readonly startupMs: number
  /** Runs while the previous version still stands. */
  readonly beforeStart?: () => Promise<Step<unknown>>
  /** What runs in place of a server that is not installed. */
  readonly standIn?: StandIn
  /** Belongs to being up. */
  readonly afterStart?: (port: number) => Promise<Step<unknown>>
}

/** Something that takes the place of a server, and behaves differently. */
export interface StandIn {
  readonly name: string
  /** A sentence. */
  readonly limits: string
}

/** A copy of a source that packages are installed for. */
export interface Workplace {
  readonly item: string
  readonly folder: string
  /** Where its programs are looked for, first folder first. */
  readonly path: readonly string[]
  readonly scope: RemoteScope
}

/** Installing packages downloads them, which takes its time on a slow line. */
export const installMs = 900_000

export type StepProblem = (command: string, why: string) => Problem

export function httpOutputs(port: number): Outputs {
  const host = `127.0.0.1:${port}`
  return { url: `http://${host}`, host }
}

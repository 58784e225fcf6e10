import type { Clock } from "../ports/clock.ts"
import type { Files } from "../ports/files.ts"
import type { Http } from "../ports/http.ts"
import type { Load } from "../ports/load.ts"
import type { NameResolver, Network } from "../ports/network.ts"
import type { Prober } from "../ports/prober.ts"
import type { Processes } from "../ports/processes.ts"
import type { Prompt } from "../ports/prompt.ts"
import type { OpenStateStore } from "../ports/state-store.ts"
import type { Supervisor } from "../ports/supervisor.ts"
import type { Timer } from "../ports/timer.ts"
import type { Random } from "../ports/random.ts"
import type { SecretScanner } from "../ports/secret-scanner.ts"
import type { OpenSourceControl } from "../ports/source-control.ts"
import type { Architecture } from "../core/cost/architecture.ts"
import type { PriceBook } from "../core/cost/price-book.ts"
import type { Provider } from "../provider/provider.ts"

/** The world as workflows see it. */
export interface Context {
  readonly files: Files
  readonly processes: Processes
  readonly clock: Clock
  readonly timer: Timer
  readonly prompt: Prompt
  readonly supervisor: Supervisor
  readonly prober: Prober
  readonly load: Load
  readonly network: Network & NameResolver
  readonly http: Http
  readonly random: Random
  readonly secretScanner: SecretScanner
  readonly openSourceControl: OpenSourceControl
  readonly openState: OpenStateStore
  readonly platforms: PlatformRegistry
  readonly prices: PriceRegistry
  /** Absolute path. */
  readonly workingFolder: string
  /** The process environment. */
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly machine: Machine
  /** Folder of the templates that come with aidep; absolute. */
  readonly templatesFolder: string
}

/** Every platform that aidep knows; loading one costs time, so only those that matter are. */
export interface PlatformRegistry {
  /** Sorted. */
  readonly ids: readonly string[]
  /** Ids of platforms that matter to every project, mentioned or not. */
  readonly everywhere: readonly string[]
  readonly load: (ids: Iterable<string>) => Promise<ReadonlyMap<string, Provider>>
}

/** What platforms charge; loaded by those who price something. */
export interface PriceRegistry {
  /** Every platform that is not paid by token. */
  readonly load: () => Promise<readonly PriceBook[]>
  /** Ways of building that people compare. */
  readonly loadArchitectures: () => Promise<readonly Architecture[]>
  /** Vendors of hosted models. */
  readonly loadTokens: () => Promise<readonly PriceBook[]>
}

export interface Machine {
  /** Name of the machine in its network. */
  readonly host: string
  /** Id of this process. */
  readonly process: number
  /** Path of the running Node. */
  readonly nodePath: string
  /** Path of the program for Node that serves a folder. */
  readonly staticServer: string
  readonly system: string
  readonly nodeVersion: string
}

import { nodeRandom } from "../adapters/node-random.ts"
import { systemClock } from "../adapters/system-clock.ts"
import type { Http } from "../ports/http.ts"
import type { OpenStateStore } from "../ports/state-store.ts"
import { type RetryRule, retryingHttp } from "../workflows/deploy/platform-http.ts"

/** A lock has to be renewed within a minute, so a store is not waited for as long as a platform. */
const retries: RetryRule = {
  attempts: 4,
  basePauseMs: 250,
  maxPauseMs: 4_000,
  budgetMs: 30_000,
  statusCodes: [408, 429, 500, 502, 503, 504],
}

/** Opens the store that is asked for, whose technology is loaded only then. */
export function stateStores(http: Http): OpenStateStore {
  return async (options, { files }) => {
    if (options.store === "local") {
      const { fileState } = await import("../adapters/file-state.ts")
      return fileState(files, options.folder)
    }
    const { s3State } = await import("../adapters/s3-state.ts")
    const ports = { clock: systemClock, random: nodeRandom, rule: retries }
    return s3State(options, retryingHttp(http, ports))
  }
}

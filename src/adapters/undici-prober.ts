import type { Prober } from "../ports/prober.ts"
import { bodyBudget } from "./undici-prober/body-budget.ts"
import type { ProberSettings } from "./undici-prober/settings.ts"

/** Bodies of all probes that go on at one time. */
const heldBytes = 16 * 1024 * 1024

/**
 * Probes with undici over HTTP/1.1; every request has a connection of its own. Loads undici at the first probe:
 * most commands send none.
 */
export function undiciProber(settings: ProberSettings = {}): Prober {
  const budget = bodyBudget(heldBytes)
  return {
    probe: async (request, options) => {
      const { probe } = await import("./undici-prober/probe.ts")
      return await probe(request, { ...options, ...settings, budget })
    },
  }
}

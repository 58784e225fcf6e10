import type { Prober } from "../ports/prober.ts"
import type { ProberSettings } from "./undici-prober/settings.ts"

/**
 * Probes with undici over HTTP/1.1; every request has a connection of its own. Loads undici at the first probe:
 * most commands send none.
 */
export function undiciProber(settings: ProberSettings = {}): Prober {
  return {
    probe: async (request, options) => {
      const { probe } = await import("./undici-prober/probe.ts")
      return await probe(request, { ...options, ...settings })
    },
  }
}

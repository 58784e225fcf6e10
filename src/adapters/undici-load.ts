import type { Load } from "../ports/load.ts"
import type { ProberSettings } from "./undici-prober/settings.ts"

/** An open loop with undici over HTTP/1.1 connections that are kept. Loads undici at the first run. */
export function undiciLoad(settings: ProberSettings = {}): Load {
  return {
    run: async (plan, seen) => {
      const { runLoad } = await import("./undici-load/run-load.ts")
      await runLoad(plan, { seen, ...settings })
    },
  }
}

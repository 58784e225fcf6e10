import { systemClock } from "../../../src/adapters/system-clock.ts"
import { undiciProber } from "../../../src/adapters/undici-prober.ts"
import { runChecks } from "../../../src/workflows/check/run-checks.ts"

/** Checks endpoints in a process of its own, so that its memory is that of the checks alone; prints what it took. */
const [origin = "", path = "", count = ""] = process.argv.slice(2)
const services = Array.from({ length: Number(count) }, (_, index) => `service-${index}`)
const expectsOk = path === "each"

const startedMs = performance.now()
const results = await runChecks(
  {
    checks: services.map((service, index) => ({
      name: service,
      service,
      request: `GET ${expectsOk ? `/${index}` : path}`,
      expect: { status: 200 },
    })),
    addresses: new Map(services.map((service) => [service, origin])),
    credentialSource: (service) => ({
      service,
      environment: "production",
      external: false,
      secret: () => undefined,
    }),
    privateAddresses: "refused",
  },
  { prober: undiciProber(), clock: systemClock },
)
process.send?.({
  tookMs: performance.now() - startedMs,
  slowestMs: Math.max(...results.map(({ timings }) => timings?.totalMs ?? 0)),
  passed: results.filter(({ passed }) => passed).length,
  codes: [...new Set(results.flatMap(({ findings }) => findings.map(({ code }) => code)))],
  peakMiB: process.resourceUsage().maxRSS / 1024,
})

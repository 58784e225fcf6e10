import { monitorEventLoopDelay } from "node:perf_hooks"

const nanoseconds = 1e9
/** Seldom, since each look wakes up the processor. */
const resolutionMs = 100

/** What Prometheus wants to know about a process, under the names that its own clients use. */
export function createProcessLines(): () => string {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs })
  delay.enable()
  const startedSeconds = Math.round(Date.now() / 1000 - process.uptime())
  return () => {
    const { user, system } = process.cpuUsage()
    // The pause between two looks is part of what is measured.
    const seconds = delay.mean / nanoseconds - resolutionMs / 1000
    const lag = seconds > 0 ? seconds : 0
    delay.reset()
    const rows = [
      ["process_resident_memory_bytes", "gauge", "Resident memory.", process.memoryUsage.rss()],
      ["process_cpu_seconds_total", "counter", "Time on the processor.", (user + system) / 1e6],
      ["process_start_time_seconds", "gauge", "Start, in seconds since 1970.", startedSeconds],
      [
        "nodejs_eventloop_lag_seconds",
        "gauge",
        "Mean delay of the event loop since last read.",
        lag,
      ],
    ] as const
    return rows
      .map(
        ([name, kind, help, value]) =>
          `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n${name} ${value}\n`,
      )
      .join("")
  }
}

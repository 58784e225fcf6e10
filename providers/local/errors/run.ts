import { entry, exitCodes } from "aidep/provider"

const { failed, interrupted: interruptedCode, tryAgain, unavailable } = exitCodes

const readLog = "Read its last lines, correct it, then deploy again."

export const notStartable = entry<{ item: string; program: string; reason: string }>({
  code: "local/not-startable",
  severity: "error",
  exit: unavailable,
  title: "A process could not be started.",
  message: ({ item, program, reason }) =>
    `"${item}" could not be started with "${program}": ${reason}.`,
  hint: () => "Correct the command or the file that it names, then deploy again.",
  explanation:
    "The system refused to start the program: it is missing, may not be run, or its first line names an interpreter that is not there.",
})

export const exited = entry<{ item: string; how: string; address?: boolean }>({
  code: "local/exited",
  severity: "error",
  exit: failed,
  title: "A service ended while it was starting.",
  message: ({ item, how }) => `"${item}" ended before it was up, ${how}.`,
  hint: ({ address = false }) =>
    address
      ? "It asked for an address that is taken: let it listen on the port in the variable PORT. Then deploy again."
      : readLog,
  explanation:
    "A service that ends, whatever its exit code, before it answers is not up. Its last lines say why it ended.",
})

export const portBusy = entry<{ item: string; port: number }>({
  code: "local/port-busy",
  severity: "error",
  exit: tryAgain,
  title: "Another program took the port of a service.",
  message: ({ item, port }) =>
    `"${item}" could not listen on port ${port}, because another program took it in the meantime.`,
  hint: () => "Deploy again: a port that is free is chosen.",
  explanation:
    "aidep gives each service a port that is free at that moment, the one of the manifest where possible. Nothing keeps other programs from taking it before the service does.",
})

export const neverListened = entry<{ item: string; port: number; seconds: number }>({
  code: "local/never-listened",
  severity: "error",
  exit: failed,
  title: "A service does not listen.",
  message: ({ item, port, seconds }) =>
    `"${item}" runs, but nothing listened on port ${port} within ${seconds} seconds.`,
  hint: () =>
    'Let it listen on the port in the variable PORT, or give it more time with "health.startup". Then deploy again.',
  explanation:
    "A web service has to listen on the port that the variable PORT names, on 127.0.0.1 or on all addresses. The port may differ from that of the manifest, because on one machine each port serves one program.",
})

export const neverHealthy = entry<{ item: string; url: string; seconds: number; last: string }>({
  code: "local/never-healthy",
  severity: "error",
  exit: failed,
  title: "A service is not healthy.",
  message: ({ item, url, seconds, last }) =>
    `"${item}" was not healthy within ${seconds} seconds: ${url} ${last}.`,
  hint: () =>
    'Let its health path answer 200 once it can serve, or give it more time with "health.startup". Then deploy again.',
  explanation:
    "A service with a health path is up once that path answers with status 200. Every other status counts as not yet.",
})

export const notStopped = entry<{ item: string; pids: readonly number[] }>({
  code: "local/not-stopped",
  severity: "error",
  exit: failed,
  title: "A process does not end.",
  message: ({ item, pids }) =>
    `"${item}" could not be stopped: process ${pids.join(", ")} does not end.`,
  hint: ({ pids }) => `End it with "kill -9 ${pids.join(" ")}", then run the command again.`,
  explanation:
    "A process that is stopped first gets the signal TERM and some seconds, then the signal KILL. What is left after that belongs to somebody else or is stuck in the system.",
})

export const interrupted = entry<{ item: string }>({
  code: "local/interrupted",
  severity: "error",
  exit: interruptedCode,
  title: "The start of a service was interrupted.",
  message: ({ item }) => `"${item}" was not up yet when the command was interrupted.`,
  hint: () => "Deploy again to go on.",
  explanation:
    "A service that is not known to be up is stopped, and the next deploy starts it anew.",
})

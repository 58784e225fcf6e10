import type { Account } from "./account.ts"
import { type LifeEvent, lifeOf } from "./life.ts"
import { notFound, ok, type Result, timeText } from "./reply.ts"

/** What the Machines of an app wrote, with a token that names the moment of the newest line. */
export function readLogs(
  app: string,
  query: URLSearchParams,
  { account, nowMs }: { readonly account: Account; readonly nowMs: number },
): Result {
  const found = account.apps[app]
  if (found === undefined) return notFound(account, `app "${app}"`)
  const sinceMs = Number(query.get("next_token") || 0)
  const instance = query.get("instance")
  const machines = Object.values(found.machines).filter(
    ({ id }) => instance === null || id === instance,
  )
  const lines = machines.flatMap((machine) =>
    lifeOf(machine, found, nowMs).events.map((event) => ({ machine, event })),
  )
  const shown = lines.filter(({ event }) => event.atMs > sinceMs)
  const data = shown.map(({ event, machine }, index) => ({
    id: `${machine.id}-${index}`,
    type: "log",
    attributes: {
      timestamp: timeText(event.atMs),
      message: messageOf(event),
      level: "info",
      instance: machine.id,
      region: machine.region,
    },
  }))
  const newestMs = Math.max(sinceMs, ...shown.map(({ event }) => event.atMs))
  return ok(account, { data, meta: { next_token: String(newestMs) } })
}

function messageOf({ exitCode, isRequested, type }: LifeEvent): string {
  switch (type) {
    case "launch":
      return "Pulling container image"
    case "start":
      return "Starting init"
    case "exit":
      return isRequested === true
        ? "Main child exited normally after a stop"
        : `Main child exited with code: ${exitCode ?? 0}`
  }
}

import { problem, type RemoteScope } from "aidep/provider"
import * as errors from "../../errors.ts"
import { placesOf } from "../places.ts"
import type { Prepared } from "../prepare/prepared.ts"
import { findProgram, searchPath } from "../programs.ts"
import { done, failure, type Step } from "../step.ts"
import type { Readiness } from "../launch/wait-until-up.ts"
import { redisStandIn } from "./redis-stand-in.ts"

/** The redis-server that is installed, else its stand-in; without a password, for this machine alone. */
export async function prepareRedis(resource: string, scope: RemoteScope): Promise<Step<Prepared>> {
  const path = searchPath(scope, [])
  const server = await findProgram("redis-server", path, scope)
  if (server === undefined) return await redisStandIn(resource, scope)
  const { data } = placesOf(resource, scope)
  // The server does not make its folder; a file in it does.
  const made = await scope.ports.files.writeAll([{ path: `${data}/.aidep`, text: "" }])
  if (made.status === "failed")
    return failure(problem(errors.unwritable, { path: made.path, reason: made.reason }))
  const client = await findProgram("redis-cli", path, scope)
  return done({
    port: "any",
    programAt: (port) => ({
      file: server,
      args: ["--bind", "127.0.0.1", "--port", String(port), ...lasting, "--dir", data],
      workingFolder: data,
      path,
    }),
    readinessAt: (port) => readiness(client, port, scope),
    outputsAt: (port) => ({ url: `redis://127.0.0.1:${port}`, host: `127.0.0.1:${port}` }),
    restart: "on-failure",
    startupMs: 60_000,
  })
}

/** Every write is in a file, so that a restart loses a second at most. */
const lasting = ["--daemonize", "no", "--appendonly", "yes"] as const

/** An HTTP request would be noted in the log of Redis as an attack. */
function readiness(client: string | undefined, port: number, { ports }: RemoteScope): Readiness {
  if (client === undefined) return { type: "listening", port }
  const args = ["-h", "127.0.0.1", "-p", String(port), "ping"]
  return {
    type: "asked",
    port,
    ask: async () => {
      const outcome = await ports.processes.run({
        file: client,
        args,
        effect: "read",
        timeoutMs: 5000,
      })
      return outcome.status === "ended" && outcome.stdout.trim() === "PONG"
    },
  }
}

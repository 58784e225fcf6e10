import { problem, type RemoteScope } from "aidep/provider"
import * as errors from "../../errors.ts"
import { placesOf } from "../places.ts"
import { findPython } from "../prepare/find-python.ts"
import type { Prepared } from "../prepare/prepared.ts"
import { installPackages } from "../prepare/python.ts"
import { searchPath } from "../programs.ts"
import { done, failure, type Step } from "../step.ts"
import type { Readiness } from "../launch/wait-until-up.ts"

/** Redis in Python, kept by its authors as such: https://pypi.org/project/fakeredis/ (2026-11-21). */
const version = "2.40.0"
const packages = [`fakeredis[lua]==${version}`]
const standIn = { name: `fakeredis ${version}`, limits: "It keeps its data in memory alone." }

/** What takes the place of Redis where no server is installed: a process too, in packages of its own below .aidep. */
export async function redisStandIn(resource: string, scope: RemoteScope): Promise<Step<Prepared>> {
  const { folder } = placesOf(resource, scope)
  // A program starts in a folder that is there.
  const made = await scope.ports.files.writeAll([{ path: `${folder}/.aidep`, text: "" }])
  if (made.status === "failed")
    return failure(problem(errors.unwritable, { path: made.path, reason: made.reason }))
  const workplace = { item: resource, folder, path: searchPath(scope, []), scope }
  const python = await findPython(undefined, workplace)
  const list = { args: packages, key: packages.join() }
  const bin =
    python.status === "failed"
      ? python
      : await installPackages({ ...workplace, python: python.value, list })
  if (bin.status === "failed") {
    const why = bin.problem.message
    const params = { resource, engine: "redis", standIn: standIn.name, why } as const
    return failure(problem(errors.storeMissing, params), bin.log)
  }
  const file = `${bin.value}/python`
  return done({
    port: "any",
    programAt: (port) => ({
      file,
      args: ["-c", serve, String(port)],
      workingFolder: folder,
      path: searchPath(scope, [bin.value]),
    }),
    readinessAt: (port) => readiness(file, port, scope),
    outputsAt: (port) => ({ url: `redis://127.0.0.1:${port}`, host: `127.0.0.1:${port}` }),
    restart: "on-failure",
    startupMs: 60_000,
    standIn,
  })
}

const serve =
  'import sys, fakeredis; fakeredis.TcpFakeServer(("127.0.0.1", int(sys.argv[1]))).serve_forever()'
/** The client came along with the server. */
const ask = "import sys, redis; redis.Redis(port=int(sys.argv[1])).ping()"

function readiness(file: string, port: number, { ports }: RemoteScope): Readiness {
  return {
    type: "asked",
    port,
    ask: async () => {
      const args = ["-c", ask, String(port)]
      const command = { file, args, effect: "read", timeoutMs: 5000 } as const
      const outcome = await ports.processes.run(command)
      return outcome.status === "ended" && outcome.exitCode === 0
    },
  }
}

import { problem, type RemoteScope } from "aidep/provider"
import * as errors from "../../errors.ts"
import { placesOf, wholeMark } from "../places.ts"
import type { Prepared } from "../prepare/prepared.ts"
import { basicVariables, searchPath } from "../programs.ts"
import { runStep } from "../run-step.ts"
import { done, failure, type Step } from "../step.ts"
import type { Readiness } from "../launch/wait-until-up.ts"
import { notAsRoot, type RunAs } from "./not-as-root.ts"
import { postgresStandIn } from "./postgres-stand-in.ts"
import { findPostgres, type PostgresPrograms } from "./find-postgres.ts"

/** Name of the user that services log in as, the same as in the Compose files. */
const user = "app"

interface Server {
  readonly resource: string
  readonly programs: PostgresPrograms
  readonly path: readonly string[]
  readonly runAs: RunAs
  readonly scope: RemoteScope
}

/**
 * The Postgres that is installed, else its stand-in. It trusts everybody who can reach 127.0.0.1 and has no password: none has to be
 * kept in a file, and the data is for development alone.
 */
export async function preparePostgres(
  resource: string,
  scope: RemoteScope,
): Promise<Step<Prepared>> {
  const programs = await findPostgres(scope)
  if (programs === undefined) return await postgresStandIn(resource, scope)
  const runAs = await notAsRoot(scope)
  if (runAs === undefined) return failure(problem(errors.postgresAsRoot, { resource }))
  const server = { resource, programs, path: searchPath(scope, [programs.folder]), runAs, scope }
  const initialised = await initialise(server)
  if (initialised.status === "failed") return initialised
  const { data, folder } = placesOf(resource, scope)
  return done({
    port: "any",
    programAt: (port) => ({
      ...runAs(programs.server, serverArguments(data, port)),
      workingFolder: folder,
      path: [...server.path],
    }),
    readinessAt: (port) => readiness(server, port),
    outputsAt: (port) => ({
      url: `postgres://${user}@127.0.0.1:${port}/${databaseOf(resource)}`,
      host: `127.0.0.1:${port}`,
    }),
    restart: "on-failure",
    startupMs: 60_000,
    afterStart: async (port) => await createDatabase(server, port),
  })
}

/** No socket file: its path would be longer than the system allows in a deep folder. */
function serverArguments(data: string, port: number): string[] {
  return ["-D", data, "-h", "127.0.0.1", "-p", String(port), "-c", "unix_socket_directories="]
}

/** Makes the data folder once; what an earlier try left unfinished is made anew. */
async function initialise({
  resource,
  programs,
  path,
  runAs,
  scope,
}: Server): Promise<Step<unknown>> {
  const { data, folder } = placesOf(resource, scope)
  const { files } = scope.ports
  if ((await files.inspect(wholeMark(data))) === "file") return done(undefined)
  scope.progress(resource, "Making the data folder")
  await files.remove(data)
  // A program starts in a folder that is there.
  const begun = await files.writeAll([{ path: `${folder}/.aidep`, text: "" }])
  if (begun.status === "failed")
    return failure(problem(errors.unwritable, { path: begun.path, reason: begun.reason }))
  const made = await runStep(
    {
      ...runAs(programs.initialise, [
        "-D",
        data,
        "-U",
        user,
        "--auth=trust",
        "--encoding=UTF8",
        "--no-locale",
      ]),
      workingFolder: folder,
      variables: basicVariables(scope, path),
      timeoutMs: 120_000,
      problem: (command, why) => problem(errors.storeSetUpFailed, { resource, command, why }),
    },
    scope,
  )
  if (made.status === "failed") return made
  const marked = await files.writeAll([{ path: wholeMark(data), text: "" }])
  if (marked.status === "written") return done(undefined)
  return failure(problem(errors.unwritable, { path: marked.path, reason: marked.reason }))
}

function readiness({ programs, scope }: Server, port: number): Readiness {
  const args = ["-h", "127.0.0.1", "-p", String(port), "-q"]
  return {
    type: "asked",
    port,
    ask: async () => {
      const file = programs.isReady
      const command = { file, args, effect: "read", timeoutMs: 5000 } as const
      const outcome = await scope.ports.processes.run(command)
      return outcome.status === "ended" && outcome.exitCode === 0
    },
  }
}

async function createDatabase(
  { resource, programs, path, scope }: Server,
  port: number,
): Promise<Step<unknown>> {
  const { folder } = placesOf(resource, scope)
  const created = await runStep(
    {
      file: programs.createDatabase,
      args: ["-h", "127.0.0.1", "-p", String(port), "-U", user, "-w", databaseOf(resource)],
      workingFolder: folder,
      variables: basicVariables(scope, path),
      timeoutMs: 60_000,
      problem: (command, why) => problem(errors.storeSetUpFailed, { resource, command, why }),
    },
    scope,
  )
  const there =
    created.status === "failed" && created.log.some((line) => line.includes("already exists"))
  return there ? done(undefined) : created
}

function databaseOf(resource: string): string {
  return resource.replaceAll("-", "_")
}

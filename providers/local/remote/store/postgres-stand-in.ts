import { problem, type RemoteScope, shortHash } from "aidep/provider"
import * as errors from "../../errors.ts"
import { placesOf, wholeMark } from "../places.ts"
import { installMs, type Prepared } from "../prepare/prepared.ts"
import { basicVariables, findProgram, searchPath } from "../programs.ts"
import { runStep } from "../run-step.ts"
import { done, failure, type Step } from "../step.ts"

/** Postgres compiled to WebAssembly, and its server. https://pglite.dev/docs/pglite-socket (2026-11-21). */
const versions = { "@electric-sql/pglite": "0.5.14", "@electric-sql/pglite-socket": "0.2.17" }
const server = "node_modules/@electric-sql/pglite-socket/dist/scripts/server.js"
const maxConnections = 20
const standIn = {
  name: `PGlite ${versions["@electric-sql/pglite"]}`,
  limits: "All connections share one session, and extensions are missing.",
}

/** What takes the place of Postgres where no server is installed: a process too, in packages of its own below .aidep. */
export async function postgresStandIn(
  resource: string,
  scope: RemoteScope,
): Promise<Step<Prepared>> {
  const places = placesOf(resource, scope)
  const folder = places.build(shortHash(JSON.stringify(versions)))
  const path = searchPath(scope, [])
  const installed = await install({ resource, folder, path, scope })
  if (installed.status === "failed") return installed
  return done({
    port: "any",
    programAt: (port) => ({
      file: scope.machine.nodePath,
      args: [
        `${folder}/${server}`,
        `--db=${places.standInData}`,
        "--host=127.0.0.1",
        `--port=${port}`,
        `--max-connections=${maxConnections}`,
      ],
      workingFolder: folder,
      path,
    }),
    readinessAt: (port) => ({ type: "listening", port }),
    outputsAt: (port) => ({
      url: `postgres://postgres@127.0.0.1:${port}/postgres`,
      host: `127.0.0.1:${port}`,
    }),
    restart: "on-failure",
    startupMs: 60_000,
    standIn,
  })
}

interface Installation {
  readonly resource: string
  readonly folder: string
  readonly path: readonly string[]
  readonly scope: RemoteScope
}

async function install({ resource, folder, path, scope }: Installation): Promise<Step<unknown>> {
  const { files } = scope.ports
  if ((await files.inspect(wholeMark(folder))) === "file") return done(undefined)
  const missing = (why: string) =>
    problem(errors.storeMissing, { resource, engine: "postgres", standIn: standIn.name, why })
  const npm = await findProgram("npm", path, scope)
  if (npm === undefined) return failure(missing("npm is not in PATH."))
  scope.progress(resource, `Installing ${standIn.name}`)
  await files.remove(folder)
  const text = JSON.stringify({ private: true, dependencies: versions })
  const written = await files.writeAll([{ path: `${folder}/package.json`, text }])
  if (written.status === "failed")
    return failure(problem(errors.unwritable, { path: written.path, reason: written.reason }))
  const installed = await runStep(
    {
      file: npm,
      // Its peer packages are extensions, which take many times the room.
      args: ["install", "--legacy-peer-deps", "--no-audit", "--no-fund"],
      workingFolder: folder,
      variables: { ...basicVariables(scope, path), NPM_CONFIG_UPDATE_NOTIFIER: "false" },
      timeoutMs: installMs,
      problem: (command, why) => missing(`"${command}" ${why}.`),
    },
    scope,
  )
  if (installed.status === "failed") return installed
  const marked = await files.writeAll([{ path: wholeMark(folder), text: "" }])
  if (marked.status === "written") return done(undefined)
  return failure(problem(errors.unwritable, { path: marked.path, reason: marked.reason }))
}

import type { RemoteScope } from "aidep/provider"
import { findProgram, folderOf, searchPath } from "../programs.ts"

export interface PostgresPrograms {
  readonly folder: string
  readonly server: string
  readonly initialise: string
  readonly createDatabase: string
  readonly isReady: string
}

/** Where Debian and Ubuntu put the server, one folder a version, outside of PATH. */
const debianFolder = "/usr/lib/postgresql"

/** A server and its tools, all of one version. */
export async function findPostgres(scope: RemoteScope): Promise<PostgresPrograms | undefined> {
  const { files } = scope.ports
  const inPath = await findProgram("postgres", searchPath(scope, []), scope)
  const first =
    inPath === undefined ? [] : [folderOf(await files.realPath(inPath)), folderOf(inPath)]
  const versions = (await files.list(debianFolder)).toSorted((a, b) => Number(b) - Number(a))
  for (const folder of [...first, ...versions.map((name) => `${debianFolder}/${name}/bin`)]) {
    const find = async (name: string) => await findProgram(name, [folder], scope)
    const [server, initialise, createDatabase, isReady] = await Promise.all([
      find("postgres"),
      find("initdb"),
      find("createdb"),
      find("pg_isready"),
    ])
    if (server === undefined || initialise === undefined) continue
    if (createDatabase === undefined || isReady === undefined) continue
    return { folder, server, initialise, createDatabase, isReady }
  }
  return undefined
}

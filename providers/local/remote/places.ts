import type { RemoteScope } from "aidep/provider"

/** Where the things of one service or data store are; all absolute. */
export interface Places {
  readonly folder: string
  /** What it is, which is all that a later command knows of it. */
  readonly record: string
  /** The supervisor's folder, with the log. */
  readonly run: string
  /** Data of a store. */
  readonly data: string
  /** Data of what takes the place of a store whose server is not installed. */
  readonly standInData: string
  readonly volume: (name: string) => string
  /** A copy of the source with its packages. */
  readonly build: (digest: string) => string
  /** Python packages, kept as long as their list stays the same. */
  readonly venv: (digest: string) => string
}

type Environment = Pick<RemoteScope, "folder" | "environment">

export function rootFolder({ folder }: Pick<RemoteScope, "folder">): string {
  return `${folder}/.aidep/local`
}

export function environmentFolder(scope: Environment): string {
  return `${rootFolder(scope)}/${scope.environment}`
}

export function placesOf(owner: string, scope: Environment): Places {
  const folder = `${environmentFolder(scope)}/${owner}`
  return {
    folder,
    record: `${folder}/record.json`,
    run: `${folder}/run`,
    data: `${folder}/data`,
    standInData: `${folder}/stand-in-data`,
    volume: (name) => `${folder}/volumes/${name}`,
    build: (digest) => `${folder}/${buildPrefix}${digest}`,
    venv: (digest) => `${folder}/${venvPrefix}${digest}`,
  }
}

const buildPrefix = "build-"
const venvPrefix = "venv-"

/** What is made anew for a new version, by name in the folder of a service. */
export function isVersioned(name: string): boolean {
  return name.startsWith(buildPrefix) || name.startsWith(venvPrefix)
}

/** Says that a folder of this name is whole: without it, whoever made it was ended before. */
export function wholeMark(folder: string): string {
  return `${folder}.whole`
}

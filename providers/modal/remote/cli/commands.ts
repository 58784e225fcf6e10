/** Arguments of every command that the driver sends. A test holds them against the parser of the real client. */

type Arguments = readonly string[]
type Place = string | undefined

export const strategies = ["rolling", "recreate"] as const
export type Strategy = (typeof strategies)[number]

export const listApps = (place: Place): Arguments => ["app", "list", "--json", ...inside(place)]

export const appHistory = (app: string, place: Place): Arguments => [
  "app",
  "history",
  app,
  "--json",
  ...inside(place),
]

export const listSecrets = (place: Place): Arguments => [
  "secret",
  "list",
  "--json",
  ...inside(place),
]

export const listVolumes = (place: Place): Arguments => [
  "volume",
  "list",
  "--json",
  ...inside(place),
]

export const listFiles = (volume: string, path: string, place: Place): Arguments => [
  "volume",
  "ls",
  volume,
  path,
  "--json",
  ...inside(place),
]

export const listEnvironments: Arguments = ["environment", "list", "--json"]

export const listProfiles: Arguments = ["profile", "list", "--json"]

export const createEnvironment = (name: string): Arguments => ["environment", "create", name]

/** Values stand in the file, never among the arguments. `--force` overwrites. */
export const createSecret = (name: string, file: string, place: Place): Arguments => [
  "secret",
  "create",
  name,
  "--from-json",
  file,
  "--force",
  ...inside(place),
]

export const deleteSecret = (name: string, place: Place): Arguments => [
  "secret",
  "delete",
  name,
  "--allow-missing",
  "--yes",
  ...inside(place),
]

export const createVolume = (name: string, place: Place): Arguments => [
  "volume",
  "create",
  name,
  ...inside(place),
]

export interface Upload {
  readonly volume: string
  /** A path of this machine. */
  readonly file: string
  readonly to: string
}

export const upload = ({ volume, file, to }: Upload, place: Place): Arguments => [
  "volume",
  "put",
  volume,
  file,
  to,
  "--force",
  ...inside(place),
]

export const deleteVolume = (name: string, place: Place): Arguments => [
  "volume",
  "delete",
  name,
  "--allow-missing",
  "--yes",
  ...inside(place),
]

export interface Deploying {
  /** Path of the program, relative to the project. */
  readonly file: string
  readonly app: string
  readonly tag: string
  readonly strategy: Strategy
}

export const deployApp = ({ app, file, strategy, tag }: Deploying, place: Place): Arguments => [
  "deploy",
  file,
  "--name",
  app,
  "--tag",
  tag,
  "--strategy",
  strategy,
  ...inside(place),
]

export const runFunction = (file: string, name: string, place: Place): Arguments => [
  "run",
  ...inside(place),
  `${file}::${name}`,
]

export const rollBack = (app: string, version: string, place: Place): Arguments => [
  "app",
  "rollback",
  app,
  version,
  ...inside(place),
]

export const stopApp = (app: string, place: Place): Arguments => [
  "app",
  "stop",
  app,
  "--yes",
  ...inside(place),
]

export const appLogs = (app: string, lines: number, place: Place): Arguments => [
  "app",
  "logs",
  app,
  "--tail",
  String(lines),
  "--timestamps",
  ...inside(place),
]

function inside(place: Place): Arguments {
  return place === undefined ? [] : ["--env", place]
}

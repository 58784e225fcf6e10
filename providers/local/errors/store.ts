import { entry, exitCodes } from "aidep/provider"

const { failed, unavailable } = exitCodes

/** Debian packages of the servers. */
const packages = { redis: "redis-server", postgres: "postgresql" } as const

interface MissingStore {
  readonly resource: string
  readonly engine: keyof typeof packages
  /** What would take the place of the server. */
  readonly standIn: string
  /** Why that could not be installed; a sentence. */
  readonly why: string
}

export const storeMissing = entry<MissingStore>({
  code: "local/store-missing",
  severity: "error",
  exit: unavailable,
  title: "The server of a data store is not installed.",
  message: ({ resource, engine, standIn, why }) =>
    `"${resource}" cannot run on this machine, because no ${engine} server is installed, and ${standIn} could not take its place: ${why}`,
  hint: ({ engine }) =>
    `Install it, on Debian and Ubuntu with "sudo apt-get install ${packages[engine]}", or run it elsewhere with "targets: [external]". Then deploy again.`,
  explanation:
    "aidep starts the server that is installed, with a data folder and a port of its own: redis-server, or postgres with initdb, from PATH or from /usr/lib/postgresql. Without one it installs a stand-in below .aidep, and says so, because a stand-in behaves differently: fakeredis with pip for Redis, PGlite with npm for Postgres.",
})

export const storeSetUpFailed = entry<{ resource: string; command: string; why: string }>({
  code: "local/store-set-up-failed",
  severity: "error",
  exit: failed,
  title: "A data store could not be set up.",
  message: ({ resource, command, why }) =>
    `"${resource}" could not be set up: "${command}" ${why}.`,
  hint: () => "Read its last lines, correct what they name, then deploy again.",
  explanation:
    "Postgres needs a data folder, made by initdb, and a database in it, made by createdb. Their own last lines say what is wrong.",
})

export const postgresAsRoot = entry<{ resource: string }>({
  code: "local/postgres-as-root",
  severity: "error",
  exit: unavailable,
  title: "Postgres does not run as root.",
  message: ({ resource }) =>
    `"${resource}" cannot run, because you are root: Postgres refuses that, and this machine does not allow a user namespace.`,
  hint: () => "Run aidep as another user, or run Postgres elsewhere and use targets: [external].",
  explanation:
    'Postgres never runs as root. Where aidep is run by root, it starts Postgres as another user of a namespace, with "unshare" of util-linux; inside of some containers that is not allowed.',
})

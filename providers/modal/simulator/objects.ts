import type { Running } from "./apps.ts"
import type { SimulatedVolume } from "./account.ts"
import type { ParsedArguments } from "./arguments.ts"
import { type Ran, refused, timeText, wrote, wroteJson } from "./outcome.ts"

const user = "rehearsal"
const namePattern = /^[a-zA-Z0-9-_.]{1,64}$/

export function listNames(
  kind: "secrets" | "volumes",
  { account, environment, nowMs }: Running,
): Ran {
  const rows = account[kind]
    .filter((one) => one.environment === environment)
    .map(({ name }) => ({
      name,
      created_at: timeText(nowMs),
      created_by: user,
      ...(kind === "secrets" ? { last_used_at: "-" } : {}),
    }))
  return wroteJson(account, rows)
}

/** A name that is there is refused, but with "--force", which overwrites. */
export function createSecret({ flags, options, words }: ParsedArguments, running: Running): Ran {
  const { account, environment } = running
  const [name = ""] = words
  if (options["--from-json"] === undefined)
    return refused(account, "You need to specify at least one key for your secret")
  if (!namePattern.test(name)) return refused(account, `Invalid Secret name: '${name}'.`)
  const stands = account.secrets.some((one) => isAt(one, name, environment))
  if (stands && !flags.has("--force"))
    return refused(account, `Secret '${name}' already exists in environment '${environment}'.`)
  const secrets = stands ? account.secrets : [...account.secrets, { name, environment }]
  return wrote({ ...account, secrets }, `Created a new secret '${name}'\n`)
}

export function deleteSecret(parsed: ParsedArguments, running: Running): Ran {
  return deleteFrom("secrets", parsed, running)
}

export function deleteVolume(parsed: ParsedArguments, running: Running): Ran {
  return deleteFrom("volumes", parsed, running)
}

function deleteFrom(
  kind: "secrets" | "volumes",
  { flags, words: [name = ""] }: ParsedArguments,
  { account, environment }: Running,
): Ran {
  if (!flags.has("--yes")) return refused(account, "Aborted: no interactive terminal detected.")
  const stands = account[kind].some((one) => isAt(one, name, environment))
  if (!stands && !flags.has("--allow-missing"))
    return refused(account, `'${name}' not found in environment '${environment}'.`)
  const without = <T extends Named>(list: readonly T[]) =>
    list.filter((one) => !isAt(one, name, environment))
  const next =
    kind === "secrets"
      ? { ...account, secrets: without(account.secrets) }
      : { ...account, volumes: without(account.volumes) }
  return wrote(next, "")
}

/** A name that is there is refused. */
export function createVolume({ words: [name = ""] }: ParsedArguments, running: Running): Ran {
  const { account, environment } = running
  if (!namePattern.test(name)) return refused(account, `Invalid Volume name: '${name}'.`)
  if (volumeNamed(name, running) !== undefined)
    return refused(account, `Volume '${name}' already exists in environment '${environment}'.`)
  const volumes = [...account.volumes, { name, environment, files: [] }]
  return wrote(
    { ...account, volumes },
    `Created Volume '${name}' in environment '${environment}'.\n`,
  )
}

/** Names of what is in a folder; none in the first one is fine, another has to be there. */
export function listFiles({ words }: ParsedArguments, running: Running): Ran {
  const [name = "", path = "/"] = words
  const volume = volumeNamed(name, running)
  if (volume === undefined) return unknownVolume(name, running)
  const folder = path === "/" ? "/" : `${path}/`
  const inside = volume.files.filter((file) => file.startsWith(folder))
  if (inside.length === 0 && path !== "/")
    return refused(running.account, `No such file or directory: ${path}`)
  const names = inside.map((file) => file.slice(1, folder.length + nextPart(file, folder)))
  const rows = [...new Set(names)].map((filename) => ({
    filename,
    type: volume.files.includes(`/${filename}`) ? "file" : "dir",
    created_modified: timeText(running.nowMs),
    size: 0,
  }))
  return wroteJson(running.account, rows)
}

/** Characters of the name that follows the folder. */
function nextPart(file: string, folder: string): number {
  const rest = file.slice(folder.length)
  const end = rest.indexOf("/")
  return end === -1 ? rest.length : end
}

/** A file that is there is refused, but with "--force". */
export function putFile({ flags, words }: ParsedArguments, running: Running): Ran {
  const [name = "", local = "", to = "/"] = words
  const volume = volumeNamed(name, running)
  if (volume === undefined) return unknownVolume(name, running)
  const path = to.endsWith("/") ? `${to}${local.split("/").at(-1)}` : to
  if (volume.files.includes(path) && !flags.has("--force"))
    return refused(running.account, `${path}: already exists`)
  const changed = { ...volume, files: [...new Set([...volume.files, path])] }
  const volumes = running.account.volumes.map((one) => (one === volume ? changed : one))
  return wrote({ ...running.account, volumes }, `Uploaded file '${local}' to '${path}'\n`)
}

export function createEnvironment({ words: [name = ""] }: ParsedArguments, running: Running): Ran {
  const { account } = running
  if (!/^[a-zA-Z0-9][a-zA-Z0-9-_]{0,63}$/.test(name))
    return refused(account, `Invalid Environment name: '${name}'.`)
  if (account.environments[name] !== undefined)
    return refused(account, `Environment '${name}' already exists.`)
  const environments = { ...account.environments, [name]: name.toLowerCase() }
  return wrote({ ...account, environments }, `Environment created: ${name}\n`)
}

export function listEnvironments({ account }: Running): Ran {
  const rows = Object.entries(account.environments).map(([name, suffix], index) => ({
    name,
    web_suffix: suffix,
    image_builder_version: null,
    active: index === 0 ? "True" : "False",
  }))
  return wroteJson(account, rows)
}

interface Named {
  readonly name: string
  readonly environment: string
}

function isAt(one: Named, name: string, environment: string): boolean {
  return one.name === name && one.environment === environment
}

function volumeNamed(name: string, { account, environment }: Running): SimulatedVolume | undefined {
  return account.volumes.find((one) => isAt(one, name, environment))
}

function unknownVolume(name: string, { account, environment }: Running): Ran {
  return refused(account, `Volume '${name}' not found in environment '${environment}'.`)
}

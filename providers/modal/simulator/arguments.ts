/** What a command of the client takes, as the client 1.6.4 declares it. */
interface Signature {
  /** What it does, in a word. */
  readonly operation: string
  /** Least and most words that are no options. */
  readonly words: readonly [number, number]
  readonly flags?: readonly string[]
  readonly options?: readonly string[]
}

const inEnvironment = ["--env"]
const confirmed = ["--yes", "--allow-missing"]

/** https://modal.com/docs/cli/latest (2026-11): those that the driver uses. */
const signatures: Readonly<Record<string, Signature>> = {
  deploy: {
    operation: "deploy",
    words: [1, 1],
    options: [...inEnvironment, "--name", "--tag", "--strategy"],
  },
  run: { operation: "preDeploy", words: [1, 1], options: inEnvironment },
  "app list": { operation: "listApps", words: [0, 0], flags: ["--json"], options: inEnvironment },
  "app history": {
    operation: "appHistory",
    words: [1, 1],
    flags: ["--json"],
    options: inEnvironment,
  },
  "app rollback": { operation: "rollBack", words: [1, 2], options: inEnvironment },
  "app stop": { operation: "stopApp", words: [1, 1], flags: ["--yes"], options: inEnvironment },
  "app logs": {
    operation: "logs",
    words: [1, 1],
    flags: ["--timestamps"],
    options: [...inEnvironment, "--tail"],
  },
  "secret list": {
    operation: "listSecrets",
    words: [0, 0],
    flags: ["--json"],
    options: inEnvironment,
  },
  "secret create": {
    operation: "createSecret",
    words: [1, 1],
    flags: ["--force"],
    options: [...inEnvironment, "--from-json"],
  },
  "secret delete": {
    operation: "deleteSecret",
    words: [1, 1],
    flags: confirmed,
    options: inEnvironment,
  },
  "volume list": {
    operation: "listVolumes",
    words: [0, 0],
    flags: ["--json"],
    options: inEnvironment,
  },
  "volume create": { operation: "createVolume", words: [1, 1], options: inEnvironment },
  "volume delete": {
    operation: "deleteVolume",
    words: [1, 1],
    flags: confirmed,
    options: inEnvironment,
  },
  "volume ls": { operation: "listFiles", words: [1, 2], flags: ["--json"], options: inEnvironment },
  "volume put": {
    operation: "markVolume",
    words: [2, 3],
    flags: ["--force"],
    options: inEnvironment,
  },
  "environment list": { operation: "listEnvironments", words: [0, 0], flags: ["--json"] },
  "environment create": { operation: "createEnvironment", words: [1, 1] },
  "profile list": { operation: "listProfiles", words: [0, 0], flags: ["--json"] },
}

/** As faults and timelines call it; undefined for a command that the driver does not use. */
export function operationOf([first = "", second = ""]: readonly string[]): string | undefined {
  if (first === "--version") return "version"
  return (signatures[first] ?? signatures[`${first} ${second}`])?.operation
}

export interface ParsedArguments {
  /** Such as `app list`. */
  readonly name: string
  readonly words: readonly string[]
  readonly flags: ReadonlySet<string>
  readonly options: Readonly<Record<string, string>>
}

/** What is wrong with them, in the client's words, where it takes them not. */
export function parseArguments(args: readonly string[]): ParsedArguments | string {
  const [first = "", second = ""] = args
  const name = signatures[first] === undefined ? `${first} ${second}` : first
  const signature = signatures[name]
  if (signature === undefined) return `No such command '${name.trim()}'.`
  return take(name, signature, args.slice(name.split(" ").length))
}

function take(
  name: string,
  { flags: known = [], options: valued = [], words: [least, most] }: Signature,
  rest: readonly string[],
): ParsedArguments | string {
  const words: string[] = []
  const flags = new Set<string>()
  const options: Record<string, string> = {}
  for (let index = 0; index < rest.length; index += 1) {
    const argument = rest[index] ?? ""
    const value = rest[index + 1]
    if (!argument.startsWith("--")) words.push(argument)
    else if (known.includes(argument)) flags.add(argument)
    else if (!valued.includes(argument)) return `No such option: ${argument}`
    else if (value === undefined) return `Option '${argument}' requires an argument.`
    else {
      options[argument] = value
      index += 1
    }
  }
  if (words.length < least) return "Missing argument."
  if (words.length > most) return `Got unexpected extra argument (${words.slice(most).join(" ")})`
  return { name, words, flags, options }
}

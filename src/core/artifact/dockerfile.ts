/** A Dockerfile: stages in order; the last one is the image. */
export interface Dockerfile {
  readonly stages: readonly DockerStage[]
}

export interface DockerStage {
  /** Base image with its tag, or the name of an earlier stage. */
  readonly from: string
  readonly name?: string
  readonly instructions: readonly DockerInstruction[]
}

export type DockerInstruction =
  | { readonly do: "workdir"; readonly path: string }
  | { readonly do: "env"; readonly values: Readonly<Record<string, DockerEnvValue>> }
  | {
      readonly do: "copy"
      readonly sources: readonly string[]
      readonly to: string
      /** Name of the stage that has the files; the build context without it. */
      readonly from?: string
      readonly owner?: string
    }
  /** Commands that run one after the other, in one layer. Each is a program with its arguments. */
  | {
      readonly do: "run"
      readonly commands: readonly (readonly string[])[]
      /** A folder of an earlier stage, there while the commands run, without a layer that holds it. */
      readonly mount?: { readonly from: string; readonly path: string }
    }
  | { readonly do: "comment"; readonly lines: readonly string[] }
  /** A number: where an image is checked for running without root, a name says nothing. */
  | { readonly do: "user"; readonly id: number }
  | { readonly do: "expose"; readonly port: number }
  | {
      readonly do: "healthcheck"
      readonly command: readonly string[]
      readonly intervalSeconds: number
      readonly timeoutSeconds: number
      /** Failures that do not count while the program starts. */
      readonly startPeriodSeconds: number
      readonly retries: number
    }
  | { readonly do: "cmd"; readonly command: readonly string[] }

/** Plain text, or text in which `$NAME` stands for a variable set earlier. */
export type DockerEnvValue = string | { readonly expanded: string }

/** Writes a Dockerfile. The text ends in a line feed. */
export function printDockerfile({ stages }: Dockerfile): string {
  return `${stages.map(printStage).join("\n\n")}\n`
}

function printStage({ from, name, instructions }: DockerStage): string {
  const first = name === undefined ? `FROM ${from}` : `FROM ${from} AS ${name}`
  return [first, ...instructions.map(printInstruction)].join("\n")
}

function printInstruction(instruction: DockerInstruction): string {
  switch (instruction.do) {
    case "workdir":
      return `WORKDIR ${quoted(instruction.path)}`
    case "env":
      return `ENV ${continued(Object.entries(instruction.values).map(printVariable))}`
    case "copy":
      return printCopy(instruction)
    case "run":
      return printRun(instruction)
    case "comment":
      return instruction.lines.map((line) => `# ${line}`).join("\n")
    case "user":
      return `USER ${instruction.id}`
    case "expose":
      return `EXPOSE ${instruction.port}`
    case "healthcheck":
      return printHealthcheck(instruction)
    case "cmd":
      return `CMD ${execForm(instruction.command)}`
  }
}

function printVariable([name, value]: readonly [string, DockerEnvValue]): string {
  if (typeof value === "string") return `${name}=${quoted(value)}`
  return `${name}="${value.expanded.replaceAll(/["\\]/g, "\\$&")}"`
}

/** The shell form cannot hold a line feed, not even in quotes: the Dockerfile's own parser ends the line there. */
function printRun({ commands, mount }: Extract<DockerInstruction, { do: "run" }>): string {
  const option =
    mount === undefined
      ? ""
      : `--mount=type=bind,from=${mount.from},source=${mount.path},target=${mount.path} `
  const oneLine = commands.every((command) => command.every((word) => !word.includes("\n")))
  if (!oneLine) return commands.map((command) => `RUN ${option}${execForm(command)}`).join("\n")
  return `RUN ${option}${continued(commands.map(shellCommand), "&& ")}`
}

/** Paths in the plain form where it can say them; the JSON form keeps spaces. */
function printCopy(copy: Extract<DockerInstruction, { do: "copy" }>): string {
  const options = [
    copy.from === undefined ? "" : `--from=${copy.from} `,
    copy.owner === undefined ? "" : `--chown=${copy.owner} `,
  ].join("")
  const paths = [...copy.sources, copy.to]
  const plain = paths.every((path) => plainWord.test(path))
  const literal = paths.map((path) => path.replaceAll(/[$\\]/g, "\\$&"))
  return `COPY ${options}${plain ? paths.join(" ") : execForm(literal)}`
}

function printHealthcheck(check: Extract<DockerInstruction, { do: "healthcheck" }>): string {
  const options = [
    `--interval=${check.intervalSeconds}s`,
    `--timeout=${check.timeoutSeconds}s`,
    `--start-period=${check.startPeriodSeconds}s`,
    `--retries=${check.retries}`,
  ]
  return `HEALTHCHECK ${options.join(" ")} \\\n    CMD ${execForm(check.command)}`
}

/** The form without a shell: a JSON list, so that signals reach the program itself. */
function execForm(command: readonly string[]): string {
  return `[${command.map((argument) => JSON.stringify(argument)).join(", ")}]`
}

function continued(parts: readonly string[], joint = ""): string {
  return parts.join(` \\\n    ${joint}`)
}

const plainWord = /^[\w./:@%+=,-]+$/

function shellCommand(command: readonly string[]): string {
  return command.map(shellWord).join(" ")
}

/** One word of a POSIX shell. */
function shellWord(word: string): string {
  if (plainWord.test(word)) return word
  return `'${word.replaceAll("'", String.raw`'\''`)}'`
}

/** A value of `ENV` or `WORKDIR`, in which the Dockerfile's parser replaces `$` and reads `\` and `"`. */
function quoted(value: string): string {
  if (plainWord.test(value)) return value
  return `"${value.replaceAll(/["\\$]/g, "\\$&")}"`
}

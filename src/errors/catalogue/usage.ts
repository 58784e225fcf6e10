import { entry } from "../catalogue-entry.ts"
import { exitCodes } from "../exit-codes.ts"

export const invalidArguments = entry<{ reason: string; command: string }>({
  code: "usage/invalid-arguments",
  severity: "error",
  exit: exitCodes.usage,
  title: "The command line is not right.",
  message: ({ reason }) => `${reason}${reason.endsWith(".") ? "" : "."} Nothing was changed.`,
  hint: ({ command }) => `Run "aidep ${command} --help" for its flags and examples.`,
  explanation:
    "A flag or argument is unknown, missing, or has a value that the command does not take.",
  example: { wrong: "aidep render --tagret fly", right: "aidep render --target fly" },
})

export const unknownCommand = entry<{ command: string; near?: string }>({
  code: "usage/unknown-command",
  severity: "error",
  exit: exitCodes.usage,
  title: "There is no such command.",
  message: ({ command }) => `There is no command "${command}".`,
  hint: ({ near }) =>
    near === undefined ? 'Run "aidep --help" for all commands.' : `Did you mean "aidep ${near}"?`,
  explanation: 'Commands are listed by "aidep --help".',
  example: { wrong: "aidep rendre", right: "aidep render" },
})

export const unknownTopic = entry<{ topic: string; near?: string }>({
  code: "usage/unknown-topic",
  severity: "error",
  exit: exitCodes.usage,
  title: "There is nothing to explain under that name.",
  message: ({ topic }) => `"${topic}" is neither an error code nor a field of the manifest.`,
  hint: ({ near }) =>
    near === undefined
      ? 'Codes look like "manifest/unknown-key", fields like "services.scale.min". "aidep explain" lists them.'
      : `Did you mean "${near}"?`,
  explanation: '"aidep explain" takes the code of an error or warning, or the path of a field.',
  example: { wrong: "aidep explain scale", right: "aidep explain services.scale" },
})

export const interrupted = entry({
  code: "usage/interrupted",
  severity: "error",
  exit: exitCodes.interrupted,
  title: "The command was interrupted.",
  message: () => "Interrupted. Nothing was changed.",
  hint: () => "Run the command again to start over.",
  explanation: "Ctrl-C ended the command before it had done anything.",
})

export const noTerminal = entry<{
  /** Flags with what they take: `--target PLATFORM`. */
  missing: readonly string[]
  /** Sentences: what led here, and what else could be done. */
  situation?: string
  alternative?: string
}>({
  code: "usage/no-terminal",
  severity: "error",
  exit: exitCodes.usage,
  title: "There is nobody to ask.",
  message: ({ missing, situation }) =>
    `${situation === undefined ? "" : `${situation} `}Questions are asked only on a terminal and without --yes, and these were not given: ${missing.join(", ")}. Nothing was changed.`,
  hint: ({ missing, alternative }) =>
    `Give as ${missing.length === 1 ? "a flag" : "flags"}: ${missing.join(", ")}.${alternative === undefined ? "" : ` ${alternative}`}`,
  explanation:
    "In scripts and pipelines, and with --yes, every answer is a flag, and a missing one is an error rather than a guess.",
  example: { wrong: "aidep init < /dev/null", right: "aidep init --source ./api --target railway" },
})

export const bug = entry<{ reason: string }>({
  code: "usage/bug",
  severity: "error",
  exit: exitCodes.bug,
  title: "aidep has a bug.",
  message: ({ reason }) => `This is a bug in aidep: ${reason}`,
  hint: () =>
    "Report it with the lines above and the command; leave secrets out. Set DEBUG=aidep for the stack.",
  explanation:
    "Anything that is neither a mistake in the input nor a failure that aidep knows is a bug.",
})

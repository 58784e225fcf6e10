import { Args, Flags } from "@oclif/core"
import type { InitInput } from "../workflows/init/init.ts"

export const initArgs = {
  dir: Args.directory({
    description: "Folder of the project; made where it does not exist.",
    default: ".",
  }),
}

/** With a template all of these are decided. */
const aboutCode = ["source", "image", "kind", "target", "port", "gpu", "health", "command"]

/** Every answer as a flag, so that a script can give what a person is asked. */
export const initFlags = {
  template: Flags.string({
    description: "Start from a template.",
    helpValue: "NAME",
    exclusive: aboutCode,
  }),
  name: Flags.string({
    description: "Name of the project; default: that of the folder.",
    helpValue: "NAME",
  }),
  source: Flags.string({
    description: "Folder with the code of a service, relative to the project.",
    helpValue: "DIR",
    multiple: true,
    multipleNonGreedy: true,
    exclusive: ["image"],
  }),
  image: Flags.string({
    description: "Image to run instead of a source folder.",
    helpValue: "REF",
  }),
  kind: Flags.option({
    description: "What the service is.",
    options: ["web", "inference", "worker", "job", "static"] as const,
  })(),
  target: Flags.string({
    char: "t",
    description: "Platform that services may go to; the first is the default.",
    helpValue: "PLATFORM",
    multiple: true,
    multipleNonGreedy: true,
  }),
  port: Flags.integer({
    description: "Port that the service listens on.",
    helpValue: "N",
    min: 1,
    max: 65_535,
  }),
  gpu: Flags.string({
    description: "GPU type, such as T4, several in order of preference; none for none.",
    helpValue: "TYPE",
    multiple: true,
    multipleNonGreedy: true,
  }),
  health: Flags.string({
    description: "Path that answers 200 when the service is healthy; none for none.",
    helpValue: "PATH",
  }),
  command: Flags.string({
    description: 'Command that starts the service, such as "node server.js".',
    helpValue: "COMMAND",
  }),
  yes: Flags.boolean({
    char: "y",
    description: "Ask nothing; take what was detected and defaults.",
  }),
  force: Flags.boolean({ description: "Replace a manifest that is there." }),
  "print-manifest": Flags.boolean({ description: "Print the manifest and write nothing." }),
}

interface ParsedInitFlags extends Omit<InitInput["flags"], "targets" | "gpu"> {
  readonly template: string | undefined
  readonly source: readonly string[] | undefined
  readonly target: readonly string[] | undefined
  readonly gpu: readonly string[] | undefined
  readonly yes: boolean
  readonly force: boolean
  readonly "print-manifest": boolean
}

/** The flags as the workflow takes them. */
export function initInput(folder: string, flags: ParsedInitFlags): Omit<InitInput, "show"> {
  const { template, source = [], target = [], gpu = [], yes, force } = flags
  const { name, image, kind, port, health, command } = flags
  return {
    folder,
    template,
    sources: source,
    flags: { name, image, kind, port, health, command, targets: target, gpu },
    yes,
    force,
    printManifest: flags["print-manifest"],
  }
}

import { Flags } from "@oclif/core"

/** Flags of every command about a project. */
export const projectFlags = {
  manifest: Flags.string({
    char: "m",
    description: "Path of the manifest.",
    default: "aidep.yaml",
    env: "AIDEP_MANIFEST",
    helpValue: "FILE",
  }),
  env: Flags.string({
    char: "e",
    description: "Environment; default: production, or the first one declared.",
    env: "AIDEP_ENV",
    helpValue: "NAME",
  }),
  target: Flags.string({
    char: "t",
    description: "Put everything that lists this platform on it.",
    env: "AIDEP_TARGET",
    helpValue: "PLATFORM",
  }),
}

interface ParsedProjectFlags {
  readonly manifest: string
  readonly env: string | undefined
  readonly target: string | undefined
}

/** The flags as workflows take them. */
export function projectInput({ manifest, env, target }: ParsedProjectFlags) {
  return { manifest, environment: env, target }
}

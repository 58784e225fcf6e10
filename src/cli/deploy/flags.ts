import { Flags } from "@oclif/core"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { invalidArguments } from "../../errors/catalogue/usage.ts"

/** Flags of commands that look at what would be deployed. */
export const deployFlags = {
  only: Flags.string({
    description: "Deploy this service or data resource alone. May be given several times.",
    env: "AIDEP_ONLY",
    helpValue: "NAME",
    multiple: true,
  }),
  image: Flags.string({
    description: 'Image that was built for a service with "build.by: ci", with its digest.',
    helpValue: "SERVICE=IMAGE@sha256:DIGEST",
    multiple: true,
  }),
}

/** Who says that a deploy may be carried out, and how it tells of it. */
export const approvalFlags = {
  plan: Flags.string({
    description: 'Carry out exactly what "aidep plan --out" saved.',
    env: "AIDEP_PLAN",
    helpValue: "FILE",
    exclusive: ["target", "only", "image", "env"],
  }),
  yes: Flags.boolean({ char: "y", description: "Do not ask.", env: "AIDEP_YES" }),
  "allow-destroy": Flags.integer({
    description: "Things that may be taken away for good. Default: 0 where nobody is asked.",
    env: "AIDEP_ALLOW_DESTROY",
    min: 0,
  }),
  "keep-failed": Flags.boolean({
    description: "Leave a release that is not live standing.",
    env: "AIDEP_KEEP_FAILED",
  }),
  events: Flags.boolean({
    description: "Write progress as one JSON object a line to standard error.",
    env: "AIDEP_EVENTS",
  }),
  track: Flags.boolean({
    description: "Report it as a deployment to the host of the git repository.",
    env: "AIDEP_TRACK",
    exclusive: ["rehearse"],
  }),
}

/** A deploy to platforms that are simulated. */
export const rehearsalFlags = {
  rehearse: Flags.boolean({
    description: "Deploy to simulated platforms: no account is needed, nothing real is changed.",
  }),
  fault: Flags.string({
    description: "Let a call of the rehearsal go wrong. May be given several times.",
    helpValue: "PLATFORM.CALL:FAULT",
    multiple: true,
    dependsOn: ["rehearse"],
  }),
}

interface ParsedDeployFlags {
  readonly only: readonly string[] | undefined
  readonly image: readonly string[] | undefined
}

/** The flags as workflows take them. */
export function sourceInput({ only, image }: ParsedDeployFlags) {
  return { only, images: image === undefined ? undefined : Object.fromEntries(image.map(pairOf)) }
}

function pairOf(text: string): readonly [string, string] {
  const at = text.indexOf("=")
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)]
  const reason = `"--image ${text}" does not say for which service it is`
  throw new AidepError(problem(invalidArguments, { reason, command: "deploy" }))
}

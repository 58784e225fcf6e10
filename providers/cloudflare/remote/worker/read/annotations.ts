import { parseJson } from "aidep/provider"
import { type Notes, notes } from "../../../resources/worker-settings.ts"

interface Annotated {
  readonly annotations?: Readonly<Record<string, string>> | null | undefined
}

/**
 * Bytes of a message that Cloudflare keeps, and cuts it to without a word.
 * Source: https://developers.cloudflare.com/api/resources/workers/subresources/scripts/ (2026-11).
 */
export const longestMessage = 1000

/** Annotations of a version: its deployment id, and what Cloudflare does not tell of it by itself. */
export function annotationsFor(
  deploymentId: string | undefined,
  settings: Notes,
): Readonly<Record<string, string>> {
  const message = { "workers/message": JSON.stringify(notes.parse(settings)) }
  return deploymentId === undefined ? message : { "workers/tag": deploymentId, ...message }
}

export function deploymentIn({ annotations }: Annotated): string | undefined {
  return annotations?.["workers/tag"]
}

/** Undefined for a version that somebody else made, be it by a change in the dashboard. */
export function notesIn({ annotations }: Annotated): Notes | undefined {
  return notes.safeParse(parseJson(annotations?.["workers/message"] ?? "")).data
}

const canaryWords = "Canary: "

/** Says which of two versions is the new one. */
export function canaryMessage(versionId: string): string {
  return `${canaryWords}${versionId}`
}

export function canaryIn({ annotations }: Annotated): string | undefined {
  const message = annotations?.["workers/message"] ?? ""
  return message.startsWith(canaryWords) ? message.slice(canaryWords.length) : undefined
}

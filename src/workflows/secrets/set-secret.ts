import { basename, join } from "node:path"
import { nearest } from "../../core/manifest/nearest.ts"
import { withVariable } from "../../core/secrets/set-variable.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { unwritable } from "../../errors/catalogue/artifact.ts"
import {
  hiddenSecret,
  unreadSecret,
  unusableName,
  unusableValue,
} from "../../errors/catalogue/secret.ts"
import { type Diagnostic, diagnose } from "../../errors/diagnostic.ts"
import type { Context } from "../context.ts"
import { loadProject, type ProjectInput } from "../load-project.ts"
import { secretLayers } from "../load-secrets.ts"
import { secretUses } from "./secret-uses.ts"

export interface SetSecretInput extends ProjectInput {
  readonly name: string
  /** Undefined to ask for it. */
  readonly value: string | undefined
}

export interface SetSecretResult {
  readonly name: string
  /** Name of the file that holds it now. */
  readonly file: string
  readonly usedBy: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Writes a secret's value into `.env`, or into `.env.<environment>` where one is named, for its owner's eyes only.
 *
 * @throws AidepError `secret/unusable-name`, `secret/unusable-value`, `artifact/unwritable`; those of `loadProject`.
 */
export async function setSecret(
  { name, value: given, ...input }: SetSecretInput,
  context: Context,
): Promise<SetSecretResult> {
  if (!/^[A-Za-z_]\w*$/.test(name)) {
    // What stands behind an equals sign was meant as the value.
    const shown = name.replace(/=.*$/s, "=...")
    throw new AidepError(problem(unusableName, { name: shown }))
  }
  const loaded = await loadProject(input, context)
  const value = await askedValue(name, given, context)
  const file = input.environment === undefined ? ".env" : `.env.${input.environment}`
  const path = await context.files.realPath(join(loaded.folder, file))
  const before = await context.files.read(path)
  if (before.status === "unreadable") throw cannotWrite(path, before.reason)
  const existing = before.status === "read" ? new TextDecoder().decode(before.bytes) : ""
  const text = withVariable(existing, { name, value })
  if (text === undefined)
    throw refused(name, "it has a line break or both kinds of quotes, which no line of .env holds")
  const outcome = await context.files.writeAll([{ path, text, readableBy: "owner" }])
  if (outcome.status === "failed") throw cannotWrite(path, outcome.reason)
  const uses = secretUses(loaded)
  const usedBy = uses.find((use) => use.name === name)?.usedBy ?? []
  const known = uses.map((use) => use.name)
  return {
    name,
    file,
    usedBy,
    diagnostics: [
      ...(usedBy.length === 0 ? [unread(name, known)] : []),
      ...(await hiddenBy({ name, file, folder: loaded.folder }, loaded.project, context)),
    ],
  }
}

async function askedValue(
  name: string,
  given: string | undefined,
  { prompt }: Context,
): Promise<string> {
  if (given === undefined && !prompt.available)
    throw refused(name, "none came from standard input, and nobody is there to ask")
  const value = given ?? (await prompt.secret({ message: `Value of ${name}` }))
  if (value === "") throw refused(name, "it is empty")
  return value
}

function refused(name: string, reason: string): AidepError {
  return new AidepError(problem(unusableValue, { name, reason }))
}

function cannotWrite(path: string, reason: string): AidepError {
  return new AidepError(problem(unwritable, { file: basename(path), reason, replaced: [] }))
}

function unread(name: string, known: readonly string[]): Diagnostic {
  const near = nearest(name, known)
  return diagnose(unreadSecret, { name, ...(near === undefined ? {} : { near }) })
}

/** A value from elsewhere that counts in place of the new one. */
async function hiddenBy(
  { name, file, folder }: { readonly name: string; readonly file: string; readonly folder: string },
  { environment }: { readonly environment: string },
  context: Context,
): Promise<readonly Diagnostic[]> {
  const layers = await secretLayers({ folder, environment }, context)
  const [first] = layers.filter(({ lookup }) => lookup(name) !== undefined)
  if (first === undefined || first.origin === file) return []
  return [diagnose(hiddenSecret, { name, file, origin: first.origin })]
}

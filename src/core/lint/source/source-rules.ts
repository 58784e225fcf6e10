import { debugFlag, wildcardCors } from "../../../errors/catalogue/hardening.ts"
import { secretInFile } from "../../../errors/catalogue/secret.ts"
import { type LintedFile, type Rule, rule } from "../rule.ts"
import { placeAt } from "../text-place.ts"
import { assignedSecrets } from "./assigned-secrets.ts"

/** A source file, and the environment that is checked. */
export interface LintedSource extends LintedFile {
  readonly environment: string
}

const code = /\.(?:[cm]?[jt]sx?|py)$/
const tests =
  /(?:^|\/)(?:tests?|__tests__|spec|fixtures)\/|(?:^|\/)(?:test_[^/]*|[^/]*[._](?:test|spec))\.\w+$/

const corsInCode =
  /allow_origins\s*=\s*\[\s*["']\*["']\s*\]|["']?access-control-allow-origin["']?\s*[:,]\s*["']\*["']|\bcors\(\s*(?:\)|\{[^}]{0,500}\borigin\s*:\s*["']\*["'])/gi

const wildcardCorsInCode = rule(wildcardCors, (file: LintedSource) =>
  matchesIn(file, corsInCode).map(({ index }) => ({
    params: { where: "This code" },
    place: placeAt(file, index),
  })),
)

const debugInCode =
  /\b(?:FastAPI|Flask|Starlette)\([^)]{0,500}\bdebug\s*=\s*True|\b(?:app|application)\.run\([^)]{0,500}\bdebug\s*=\s*True|\buvicorn\.run\([^)]{0,500}\breload\s*=\s*True|^DEBUG\s*=\s*True\b/gm

const debugModeInCode = rule(debugFlag, (file: LintedSource) =>
  /^(?:dev|local|test)/.test(file.environment)
    ? []
    : matchesIn(file, debugInCode).map(({ index }) => ({
        params: { what: "This code", environment: file.environment },
        place: placeAt(file, index),
      })),
)

function matchesIn({ path, text }: LintedSource, pattern: RegExp): readonly RegExpExecArray[] {
  return code.test(path) && !tests.test(path) ? [...text.matchAll(pattern)] : []
}

const randomValue = rule(secretInFile, (file: LintedSource) =>
  assignedSecrets(file).map(({ name, offset }) => ({
    params: { kind: `a random value behind "${name}"` },
    place: placeAt(file, offset),
  })),
)

export const sourceRules: readonly Rule<LintedSource>[] = [
  wildcardCorsInCode,
  debugModeInCode,
  randomValue,
]

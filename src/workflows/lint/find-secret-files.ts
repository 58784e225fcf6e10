import { join } from "node:path"
import { parseVariables } from "../../core/init/variable-clues.ts"
import { secretsOf } from "../../core/lint/project/secret-rules.ts"
import { secretFileTracked, secretNotListed } from "../../errors/catalogue/secret.ts"
import { diagnose } from "../../errors/diagnostic.ts"
import type { FindingSource } from "./lint-subject.ts"
import { shownPath } from "./read-project-files.ts"

export const exampleFile = ".env.example"

/** Files of secrets that git would publish, and secrets that the example file does not name. */
export const findSecretFiles: FindingSource = async ({ loaded, secret, content }, context) => {
  const tracked = [...(content.tracked ?? [])].filter((path) => secretFile.test(path))
  const path = shownPath(join(loaded.folder, exampleFile), context)
  const example = content.files.find((file) => file.path === path)?.text ?? ""
  const named = new Set(parseVariables(example).map(({ name }) => name))
  return [
    ...tracked.map((file) => diagnose(secretFileTracked, { file }, { file, line: 1, column: 1 })),
    ...secretsOf({ ...loaded, secret })
      .filter(({ name }) => !named.has(name))
      .map(({ name, place }) => diagnose(secretNotListed, { name }, place)),
  ]
}

const secretFile = /(?:^|\/)\.env(?!\.(?:example|sample|template)$)(?:\.[\w-]+)?$/

import * as errors from "../../../errors/catalogue/secret.ts"
import { keyVariable } from "../../init/secret-files.ts"
import { isExternal } from "../../project/resolve-service.ts"
import { secretNames } from "../../release/variable-values.ts"
import type { Place } from "../../../errors/diagnostic.ts"
import { type Rule, rule } from "../rule.ts"
import {
  isNamedLikeSecret,
  isPlaceholder,
  isWellKnown,
  passwordInAddress,
} from "../well-known-values.ts"
import { type LintedProject, writtenVariables } from "./linted-project.ts"

const plainSecret = rule(errors.plainSecret, (subject: LintedProject) =>
  writtenVariables(subject)
    .filter(
      ({ variable: { name, text = "" } }) =>
        isNamedLikeSecret(name) && !isPlaceholder(text) && !isWellKnown(text),
    )
    .map(({ service, variable, place }) => ({
      params: { service, variable: variable.name },
      place,
    })),
)

const defaultInManifest = rule(errors.defaultPassword, (subject: LintedProject) =>
  writtenVariables(subject)
    .filter(({ variable: { name, text = "" } }) => isDefault(name, text))
    .map(({ service, variable, place }) => ({
      params: { what: `"${variable.name}" of "${service}"` },
      place,
    })),
)

function isDefault(name: string, text: string): boolean {
  const password = passwordInAddress(text)
  return password === undefined
    ? isNamedLikeSecret(name) && isWellKnown(text)
    : isWellKnown(password)
}

const defaultSecret = rule(errors.defaultPassword, (subject: LintedProject) =>
  secretsOf(subject)
    .filter(({ name }) => isDefaultValue(subject.secret(name)))
    .map(({ name, place }) => ({ params: { what: `The secret "${name}"` }, place })),
)

/** Several values may stand in one secret, separated by commas. */
function isDefaultValue(value: string | undefined): boolean {
  if (value === undefined) return false
  const password = passwordInAddress(value)
  if (password !== undefined) return isWellKnown(password)
  return value.split(",").some((part) => isWellKnown(part))
}

/** Where no secret at all has a value, such as in tests of a pipeline, nobody means to deploy from. */
const withoutValue = rule(errors.secretWithoutValue, (subject: LintedProject) => {
  const needed = secretsOf(subject)
  const isSet = (name: string) => subject.secret(name) !== undefined
  if (![keyVariable, ...needed.map(({ name }) => name)].some(isSet)) return []
  return needed
    .filter(({ name }) => !isSet(name))
    .map(({ name, services, place }) => ({ params: { name, services }, place }))
})

interface NeededSecret {
  readonly name: string
  readonly services: readonly string[]
  readonly place: Place
}

/** Every secret that a service reads, and the project's own key, where the first service that needs it names it. */
export function secretsOf({ project, parsed }: LintedProject): readonly NeededSecret[] {
  const services = project.services.filter((service) => !isExternal(service))
  const users = (name: string) =>
    services.filter((service) => secretNames([service]).includes(name))
  return [...secretNames(services)]
    .filter((name) => name !== keyVariable)
    .map((name) => {
      const [first] = users(name)
      const path = ["services", first?.name ?? ""]
      const index = parsed.manifest.services[first?.name ?? ""]?.secrets?.indexOf(name) ?? -1
      return {
        name,
        services: users(name).map((service) => service.name),
        place: parsed.places.value(index === -1 ? path : [...path, "secrets", index]),
      }
    })
}

export const secretRules: readonly Rule<LintedProject>[] = [
  plainSecret,
  defaultInManifest,
  defaultSecret,
  withoutValue,
]

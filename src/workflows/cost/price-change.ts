import { parseWhatIf } from "../../core/cost/what-if/parse-what-if.ts"
import { type Beside, type PricedWhatIf, priceWhatIf } from "../../core/cost/what-if/advice.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { unknownPart, unknownWhatIf } from "../../errors/catalogue/cost.ts"

/**
 * Prices the changes of `--what-if`.
 *
 * @throws AidepError `cost/unknown-what-if` or `cost/unknown-part`.
 */
export function priceChange(text: string, beside: Beside): PricedWhatIf {
  const parsed = parseWhatIf(text)
  if (!parsed.ok) throw new AidepError(problem(unknownWhatIf, parsed))
  const { project } = beside.stack
  const known = [...project.services, ...project.resources].map(({ name }) => name)
  const part = parsed.whatIf.services
    .flatMap(({ service }) => service ?? [])
    .find((name) => !known.includes(name))
  if (part !== undefined) throw new AidepError(problem(unknownPart, { part, known }))
  return priceWhatIf({ ...parsed.whatIf, title: `With ${text}.` }, beside)
}

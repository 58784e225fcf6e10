import { debugFlag } from "../../../errors/catalogue/hardening.ts"
import { type Rule, rule } from "../rule.ts"
import { type LintedProject, writtenVariables } from "./linted-project.ts"

/** Environments in which debugging is what they are for. */
const forDevelopment = /^(?:dev|local|test)/

const debugVariable = rule(debugFlag, (subject: LintedProject) => {
  const { environment } = subject.project
  if (forDevelopment.test(environment)) return []
  return writtenVariables(subject)
    .filter(({ variable: { name, text = "" } }) => debugs(name, text))
    .map(({ service, variable, place }) => ({
      params: { what: `"${variable.name}" of "${service}"`, environment },
      place,
    }))
})

function debugs(name: string, value: string): boolean {
  const text = value.trim().toLowerCase()
  if (/(?:^|_)DEBUG(?:_MODE)?$/i.test(name)) return !/^(?:|0|false|no|off|none)$/.test(text)
  if (/^(?:NODE|FLASK|RAILS|RACK|DJANGO|APP|PYTHON)_ENV$/i.test(name))
    return /^dev(?:elopment)?$/.test(text)
  return /(?:^|_)LOG_?LEVEL$/i.test(name) && /^(?:debug|trace|silly)$/.test(text)
}

const debugCommand = rule(debugFlag, ({ project, parsed }: LintedProject) => {
  const { environment } = project
  if (forDevelopment.test(environment)) return []
  return project.services.flatMap(({ name, command = [] }) => {
    const path = ["services", name, "command"]
    const flag = command.find(isDebugArgument)
    if (flag === undefined || !parsed.writes(path)) return []
    const params = { what: `"${flag.replace(/=.*/, "")}" in the command of "${name}"`, environment }
    return [{ params, place: parsed.places.value([...path, command.indexOf(flag)]) }]
  })
})

/** Arguments that restart on changed files, open a debugger, or show errors to callers. */
function isDebugArgument(argument: string): boolean {
  return /^(?:--reload|--debug|--inspect(?:-brk)?(?:=.*)?|--watch|nodemon|debugpy|.*\/nodemon)$/.test(
    argument,
  )
}

export const debugRules: readonly Rule<LintedProject>[] = [debugVariable, debugCommand]

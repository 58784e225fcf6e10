import type { ChalkInstance } from "chalk"
import type { PushedSecrets } from "../../workflows/source-control/push-secrets.ts"
import type { SetUpResult } from "../../workflows/source-control/set-up.ts"
import { counted } from "./diagnostics.ts"

export function pushedText(
  { repository, environment, pushed, missing }: PushedSecrets,
  style: ChalkInstance,
): string {
  return [
    ...pushed.map((name) => `${style.green("✓")} ${name}`),
    ...missing.map(
      (name) => `${style.yellow("?")} ${name} ${style.dim("(no value here, left as it is)")}`,
    ),
    `${counted(pushed.length, "secret")} set for ${environment === undefined ? "all environments" : `"${environment}"`} in ${repository}.`,
  ].join("\n")
}

export function setUpText(
  { repository, files, environments, variables, missingSecrets }: SetUpResult,
  style: ChalkInstance,
): string {
  const changed = files.filter(({ change }) => change !== "unchanged" && change !== "kept")
  const byEnvironment = Map.groupBy(missingSecrets, ({ environment }) => environment)
  return [
    ...changed.map(({ path }) => `${style.green("+")} ${path}`),
    ...environments.map(
      ({ name, made }) =>
        `${style.green("✓")} environment ${name}${made ? "" : style.dim(" (was there)")}`,
    ),
    ...variables.map((name) => `${style.green("✓")} variable ${name}`),
    ...[...byEnvironment].flatMap(([environment, secrets]) => [
      `${style.yellow("?")} "${environment}" lacks ${secrets.map(({ name }) => name).join(", ")}`,
      `  ${style.cyan("→")} aidep secrets push --env ${environment}`,
    ]),
    `${repository} is ${missingSecrets.length === 0 ? "ready" : "set up, but for its secrets"}.`,
  ].join("\n")
}

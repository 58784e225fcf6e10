import type { ChalkInstance } from "chalk"
import type { ListedSecrets } from "../../workflows/secrets/list-secrets.ts"
import type { SetSecretResult } from "../../workflows/secrets/set-secret.ts"
import type { PushedToServices } from "../../workflows/secrets/push-to-services.ts"
import { tableText } from "./table.ts"

/** One line a secret: where its value comes from, a mark that changes with it, who reads it. Never a value. */
export function secretsText({ environment, secrets }: ListedSecrets, style: ChalkInstance): string {
  const header = ["  name", "from", "fingerprint", "used by"].map((title) => style.dim(title))
  const rows = secrets.map(({ name, origin, fingerprint, usedBy }) => [
    `  ${style.bold(name)}`,
    origin ?? style.red("missing"),
    style.dim(fingerprint ?? ""),
    usedBy.join(", "),
  ])
  const missing = secrets.filter(({ origin }) => origin === undefined)
  const last =
    missing.length === 0
      ? "All have a value."
      : `${missing.length} of ${secrets.length} have no value: aidep secrets set ${missing[0]?.name ?? ""}`
  return `Secrets of "${environment}":\n${tableText([header, ...rows])}\n\n${last}`
}

/** Where the value stands now. */
export function secretSetText(
  { name, file, usedBy }: SetSecretResult,
  style: ChalkInstance,
): string {
  const readers =
    usedBy.length === 0 ? "" : ` It reaches ${usedBy.join(", ")} with the next deploy.`
  return `${style.green("✓")} ${style.bold(name)} is set in "${file}".${readers}`
}

/** Which services were given which secrets again. */
export function pushedToServicesText(
  { environment, platform, services, release }: PushedToServices,
  style: ChalkInstance,
): string {
  const rows = Object.entries(services).map(([name, names]) => [
    `  ${style.bold(name)}`,
    names.join(", "),
  ])
  if (release === undefined)
    return `${style.green("✓")} The services of "${environment}" on ${platform} have the secrets as they are now.`
  return `${tableText(rows)}\n\n${style.green("✓")} Set again on ${platform}, and live: release ${release} in "${environment}".`
}

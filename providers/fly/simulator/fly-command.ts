import type { Command, CommandOutcome } from "aidep/provider"
import { isCalled } from "../../_shared/simulator/name.ts"
import { apiToken } from "../options.ts"
import { flyRegistry } from "../resources/app-settings.ts"
import { type Account, without } from "./account.ts"

export interface Ran {
  readonly account: Account
  readonly outcome: CommandOutcome
}

/** Undefined for other programs. */
export function operationOfFly({ file }: Command): string | undefined {
  return file === "fly" ? "buildImage" : undefined
}

/** `fly deploy --build-only`, as far as it comes: the image is in the registry. Undefined for other programs. */
export function runFly(
  { args, file, variables }: Command,
  account: Account,
  token: string,
): Ran | undefined {
  if (file !== "fly") return undefined
  const valueOf = (flag: string) => args[args.indexOf(flag) + 1] ?? ""
  if (variables?.[apiToken.variable] !== token)
    return {
      account,
      outcome: ended(1, "Error: No access token available. Please login with 'flyctl auth login'"),
    }
  if (args[0] !== "deploy" || !args.includes("--build-only") || !args.includes("--push"))
    return { account, outcome: ended(1, `Error: unknown command "${args.join(" ")}"`) }
  const app = account.apps[valueOf("--app")]
  if (app === undefined)
    return { account, outcome: ended(1, `Error: app ${valueOf("--app")} not found`) }
  const broken = Object.entries(account.breakages).find(
    ([name, how]) =>
      how === "build-fails" && isCalled({ name: app.name, variables: app.secrets }, name),
  )
  if (broken !== undefined) {
    const [name] = broken
    const breakages = without(account.breakages, name)
    const error = "Error: failed to fetch an image or build from source: exit code: 1"
    return { account: { ...account, breakages }, outcome: ended(1, error) }
  }
  const image = `${flyRegistry}/${app.name}:${valueOf("--image-label")}`
  const images = [...new Set([...account.images, image])]
  return { account: { ...account, images }, outcome: ended(0, "") }
}

function ended(exitCode: number, stderr: string): CommandOutcome {
  return { status: "ended", exitCode, stdout: "", stderr }
}

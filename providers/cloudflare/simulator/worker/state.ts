import { type Account, idFor } from "../account.ts"
import { type Handler, refuse, type Result } from "../reply.ts"
import type { Deployment, Script, Version } from "./account.ts"
import { missingWorker } from "./refusals.ts"

/** A handler of something below a script, which is the second of the path's ids. */
export function onScript(
  answer: (script: Script, request: Parameters<Handler>[0], account: Account) => Result,
): Handler {
  return (request, account) => {
    const script = account.workers.scripts[request.ids[1] ?? ""]
    return script === undefined ? refuse(account, missingWorker) : answer(script, request, account)
  }
}

export function withScript(account: Account, script: Script): Account {
  const { workers } = account
  const scripts = { ...workers.scripts, [script.name]: script }
  return { ...account, workers: { ...workers, scripts } }
}

/** With one more thing made; its id in the form of a UUID. */
export function withNewId(account: Account): { readonly account: Account; readonly id: string } {
  const hash = idFor(account)
  const id = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `4${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join("-")
  return { account: { ...account, made: account.made + 1 }, id }
}

export function currentDeployment({ deployments }: Script): Deployment | undefined {
  return deployments.at(-1)
}

export function versionOf({ versions }: Script, id: string): Version | undefined {
  return versions.find((version) => version.id === id)
}

/** True for a script of that name, be it its own or that of its service in the manifest. */
export function isCalled(name: string, wanted: string): boolean {
  return name === wanted || name.replace(/-[\da-f]{8}$/, "").endsWith(`-${wanted}`)
}

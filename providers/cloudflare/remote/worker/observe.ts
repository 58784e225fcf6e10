import { type ApiOutcome, gather, type ObservedResource } from "aidep/provider"
import { adoptedAddress, ownerIn } from "../../../_shared/remote/ownership.ts"
import { platformId } from "../../options.ts"
import { workerAddress, workerKind } from "../../resources/worker.ts"
import type { CloudflareScope } from "../api/cloudflare-api.ts"
import type { ScriptAnswer } from "./answers.ts"
import { accountSubdomain, cronsOf, isBehindDomain, isOnWorkersDev, listScripts } from "./calls.ts"
import { deploymentIn, notesIn } from "./read/annotations.ts"
import { outputsFor } from "./read/outputs.ts"
import { serviceIn } from "./read/ownership.ts"
import { type Serving, servingOf } from "./read/serving.ts"
import { scriptSettingsIn, versionSettingsIn } from "./read/settings.ts"

/**
 * Every Worker of ours in the environment: two calls, and four for each; one more while two versions stand side by side,
 * and one with a domain.
 */
export async function observeWorkers(
  scope: CloudflareScope,
): Promise<ApiOutcome<readonly ObservedResource[]>> {
  const scripts = await listScripts(scope)
  if (scripts.status === "failed") return scripts
  const ours = scripts.value.flatMap((script) => {
    const address = addressOf(script, scope)
    return address === undefined ? [] : [{ script, address }]
  })
  if (ours.length === 0) return { status: "done", value: [] }
  const subdomain = await accountSubdomain(scope)
  if (subdomain.status === "failed") return subdomain
  const observed = await Promise.all(
    ours.map((found) => observeWorker({ ...found, subdomain: subdomain.value }, scope)),
  )
  return gather(observed)
}

/** By its tags, or since an earlier command made it or took it over. */
export function addressOf(
  { id, tags }: Pick<ScriptAnswer, "id" | "tags">,
  scope: CloudflareScope,
): string | undefined {
  const service = serviceIn(tags, scope)
  if (service !== undefined) return workerAddress(scope.environment, service)
  const adopted = adoptedAddress(id, scope)
  return adopted?.split("/")[2] === workerKind ? adopted : undefined
}

interface Found {
  readonly script: ScriptAnswer
  readonly address: string
  readonly subdomain: string | undefined
}

async function observeWorker(
  { address, script, subdomain }: Found,
  scope: CloudflareScope,
): Promise<ApiOutcome<ObservedResource>> {
  const { id: name } = script
  const [serving, workersDev, crons] = await Promise.all([
    servingOf(name, scope),
    isOnWorkersDev(name, scope),
    cronsOf(name, scope),
  ])
  if (serving.status === "failed") return serving
  if (workersDev.status === "failed") return workersDev
  if (crons.status === "failed") return crons
  const version = serving.value?.old
  const domain = version === undefined ? null : (notesIn(version)?.domain ?? null)
  const reached = domain === null ? isReached : await isBehindDomain({ domain, name }, scope)
  if (reached.status === "failed") return reached
  const value: ObservedResource = {
    address,
    kind: workerKind,
    provider: platformId,
    owner: ownerIn(address),
    id: name,
    observed: {
      ...scriptSettingsIn(script),
      ...(version === undefined ? {} : versionSettingsIn(version)),
      crons: [...crons.value],
      workersDev: workersDev.value,
    },
    deploymentId: version === undefined ? undefined : deploymentIn(version),
    ...(reached.value ? stateOf(serving.value) : notReached),
    outputs: outputsFor({ name, workersDev: workersDev.value, domain }, subdomain),
  }
  return { status: "done", value }
}

const isReached: ApiOutcome<boolean> = { status: "done", value: true }

/** The edge leads to it once it stands: until then nobody can compare a new version with it. */
const notReached = { state: "starting", about: "Its domain does not lead to it yet." } as const

function stateOf(serving: Serving | undefined): Pick<ObservedResource, "state" | "about"> {
  if (serving === undefined) return { state: "failed", about: "None of its versions is deployed." }
  const { canary, old } = serving
  if (canary === undefined)
    return { state: "running", about: `Version ${old.number} gets all requests.` }
  const { percent, version } = canary
  return {
    state: "running",
    about: `Version ${version.number} gets ${percent} % of the requests, version ${old.number} the others.`,
  }
}

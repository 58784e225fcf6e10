import cloudflare from "../../../../../providers/cloudflare/provider.ts"
import { type Account, zoneNamed } from "../../../../../providers/cloudflare/simulator/account.ts"
import { changedFields } from "../../../../../src/core/plan/field-change.ts"
import { withReferencedValues } from "../../../../../src/core/plan/references.ts"
import type { DesiredResource, ObservedResource } from "../../../../../src/core/plan/resource.ts"
import type { ApplyOutcome, RemoteScope } from "../../../../../src/provider/remote.ts"
import {
  observed,
  type SimulatedPlatform,
  simulatePlatform,
} from "../../../../support/simulated-platform.ts"
import { errorsOf, render } from "../../manifests.ts"

export const domain = "api.example.com"

export interface Wanted {
  readonly target?: string
  /** Lines below `edge`. */
  readonly edge?: string
  readonly options?: string
  readonly domain?: string
}

/** The edge in front of a service, with a rule in each phase unless said otherwise. */
export function edgeOn(wanted: Wanted = {}): readonly DesiredResource[] {
  const { target = "railway", options = "zone: example.com", domain: name = domain } = wanted
  const {
    edge = "rateLimit: { requests: 100/10s }, cache: [{ path: /docs/*, ttl: 1d, public: true }]",
  } = wanted
  const source = target === "external" ? "" : ", source: ./services/gateway"
  const rendered = render(`
version: 1
name: shop
services:
  gateway: { kind: web, targets: [${target}]${source} }
edge: { target: cloudflare, domain: ${name}, service: gateway, ${edge} }
platforms: { cloudflare: { ${options} } }
`)
  const errors = errorsOf(rendered)
  if (errors.length > 0) throw new Error(errors.join(" "))
  const resources = rendered.platforms.get("cloudflare")?.resources ?? []
  return resources.filter(({ owner }) => owner === "(edge)")
}

/** What the platform of the service tells of the domain there. */
export interface Origin {
  readonly target: string
  readonly verification: readonly {
    readonly type: string
    readonly name: string
    readonly content: string
  }[]
}

/** As Railway asks: a text beside the name. */
export const railwayOrigin: Origin = {
  target: "abc123.up.railway.app",
  verification: [
    { type: "TXT", name: `_railway-verify.${domain}`, content: "railway-verify=4f2a" },
  ],
}

/** As Render asks: the domain's own record. */
export const renderOrigin: Origin = {
  target: "shop-gateway.onrender.com",
  verification: [{ type: "CNAME", name: domain, content: "shop-gateway.onrender.com" }],
}

export const address = (kind: string, name = domain) => `production/(edge)/${kind}/${name}`

/** The resources as drivers get them, once the origin's domain is there. */
export function behind(
  resources: readonly DesiredResource[],
  { target, verification }: Origin,
): readonly DesiredResource[] {
  const values = { target, verification: verification.map((record) => ({ ...record })) }
  const outputs = new Map([[address("origin-domain"), { values }]])
  return resources.map((resource) => withReferencedValues(resource, outputs))
}

export async function simulateZones(...names: readonly string[]): Promise<SimulatedPlatform> {
  const platform = await simulatePlatform(cloudflare, { options: { zone: "example.com" } })
  const zones = names.map(zoneNamed)
  byHand(platform, (account) => ({
    ...account,
    zones: Object.fromEntries(zones.map((zone) => [zone.id, zone])),
  }))
  return platform
}

/** Changes something in the account behind aidep's back. */
export function byHand(
  { simulation }: SimulatedPlatform,
  change: (account: Account) => Account,
): void {
  simulation.restore(change(accountIn({ simulation })))
}

/** A Worker to which a domain can lead. */
export function withWorker(platform: SimulatedPlatform, name = "shop-production-gateway"): void {
  const script: Account["workers"]["scripts"][string] = {
    name,
    createdAtMs: 0,
    changedAtMs: 0,
    tags: [],
    logs: true,
    workersDev: false,
    previews: false,
    crons: [],
    versions: [],
    deployments: [],
    lastFrom: "api",
  }
  byHand(platform, (account) => {
    const { workers } = account
    return { ...account, workers: { ...workers, scripts: { ...workers.scripts, [name]: script } } }
  })
}

/** What of the edge stands: kinds and names. */
export function standingIn({ simulation }: SimulatedPlatform): readonly string[] {
  return simulation
    .inventory()
    .filter(({ kind }) => kind !== "worker")
    .map(({ kind, name }) => `${kind} ${name}`)
    .toSorted()
}

export function accountIn({ simulation }: Pick<SimulatedPlatform, "simulation">): Account {
  return simulation.save() as Account
}

export interface Deployed {
  /** What was made, changed or removed: `create record`. */
  readonly steps: readonly string[]
  readonly outcomes: ReadonlyMap<string, ApplyOutcome>
  readonly problems: readonly string[]
}

/** What the engine does, in short: makes what is missing, changes what differs, removes what is no longer wanted. */
export async function deployEdge(
  platform: SimulatedPlatform,
  resources: readonly DesiredResource[],
  changes: Partial<RemoteScope> = {},
): Promise<Deployed> {
  const { remote } = platform
  const scope = platform.scope(changes)
  const standing = await observed(platform, changes)
  const steps: string[] = []
  const outcomes = new Map<string, ApplyOutcome>()
  const problems: string[] = []
  for (const desired of resources) {
    const found = standing.find((one) => one.address === desired.address)
    if (found !== undefined && differences(desired, found).length === 0) continue
    const work = { desired, variables: {}, source: undefined }
    steps.push(`${found === undefined ? "create" : "update"} ${desired.kind}`)
    const outcome =
      found === undefined
        ? await remote.create(work, scope)
        : await remote.update({ ...work, observed: found }, scope)
    outcomes.set(desired.address, outcome)
    if (outcome.status === "failed") problems.push(outcome.problem.code)
  }
  const wanted = new Set(resources.map((resource) => resource.address))
  for (const found of standing.toReversed()) {
    if (wanted.has(found.address)) continue
    steps.push(`remove ${found.kind}`)
    const outcome = await remote.remove(found, scope)
    if (outcome.status === "failed") problems.push(outcome.problem.code)
  }
  return { steps, outcomes, problems }
}

/** Fields by which what stands is not what is wanted. */
export function differences(desired: DesiredResource, found: ObservedResource): readonly string[] {
  return changedFields(desired.desired, found.observed, desired.immutable).map(({ path }) => path)
}

import * as z from "zod"
import type { DataResource, Edge, Service } from "../../src/core/project/project.ts"
import type { DesiredResource, ObservedResource, Outputs } from "../../src/core/plan/resource.ts"
import { edgeOwner, resourceAddress } from "../../src/core/plan/resource.ts"
import { edgeAddresses, edgeKinds } from "../../src/provider/edge-addresses.ts"
import { defineProvider } from "../../src/provider/define-provider.ts"
import type { PlatformSpecs, Provider } from "../../src/provider/provider.ts"
import type {
  ApplyOutcome,
  Remote,
  ResourceWork,
  ServiceSource,
} from "../../src/provider/remote.ts"
import { testPlatform } from "./test-platform.ts"

/** What stands on fake platforms, which one world may share. */
export interface FakeWorld {
  readonly standing: Map<string, Standing>
  /** `create api`, in the order in which it happened. */
  readonly calls: string[]
  /** Called before each change; an answer other than undefined is what comes of it. */
  interfere: (call: string, work: ResourceWork | undefined) => FakeFailure | undefined
  /** What the new version of a service is given while it serves beside the old one; undefined where none can. */
  readonly canaries: Map<string, Canary> | undefined
  /** The address that a service gets when it is made or changed. */
  addressOf: (owner: string, environment: string) => string
}

export interface Standing extends ObservedResource {
  readonly given: Readonly<Record<string, string>>
  /** The image or the folder that it runs. */
  readonly source: string | undefined
  readonly dependsOn: readonly string[]
}

export interface Canary {
  readonly percent: number
  readonly given: Readonly<Record<string, string>>
}

export interface FakeFailure {
  readonly message: string
  readonly log?: readonly string[]
}

export function fakeWorld({ splits = false }: { readonly splits?: boolean } = {}): FakeWorld {
  return {
    canaries: splits ? new Map() : undefined,
    standing: new Map(),
    calls: [],
    interfere: () => undefined,
    addressOf: (owner, environment) => `http://${owner}.${environment}.test`,
  }
}

interface FakeSpecs extends PlatformSpecs {
  readonly service: Service
  readonly resource: DataResource
  readonly edge: Edge
}

/**
 * A platform in memory whose driver is strict: to make what stands, to change or remove what does not, and to make
 * anything before what it depends on are errors of the caller, which end the test.
 */
export function fakePlatform(id: string, world: FakeWorld): Provider {
  return defineProvider<Record<string, never>, FakeSpecs>({
    ...testPlatform(id),
    docs: `https://${id}.example`,
    sources: ["folder"],
    options: z.strictObject({}),
    spec: {
      service: (service) => ({ spec: service, diagnostics: [] }),
      resource: (resource) => ({ spec: resource, diagnostics: [] }),
      edge: (edge) => ({ spec: edge, diagnostics: [] }),
    },
    cacheStatus: { header: "x-cache", cached: ["HIT", "MISS"] },
    resources: ({ services, resources, edge: placed }, { project: { environment, edge } }) => {
      const desired = (kind: string, { name }: { readonly name: string }, own: string) => ({
        address: resourceAddress(environment, { owner: name, kind, name }),
        kind,
        provider: id,
        owner: name,
        desired: { own },
        deploymentId: undefined,
        dependsOn: [],
      })
      return [
        ...services.map((service) => desired("process", service, service.kind)),
        ...resources.map((resource) => desired("store", resource, resource.kind)),
        ...services
          .filter(({ name }) => name === edge?.service)
          .flatMap(({ name }) => atOrigin(id, environment, { domain: edge?.domain ?? "", name })),
        ...(placed === undefined ? [] : atEdge(id, environment, placed)),
      ]
    },
    remote: async () => fakeRemote(id, world),
  })
}

type OfEdge = readonly DesiredResource[]

/** What the service's platform makes of an edge. */
function atOrigin(
  provider: string,
  environment: string,
  { domain, name }: { readonly domain: string; readonly name: string },
): OfEdge {
  const { originDomain, verification, certificate } = edgeAddresses(environment, domain)
  const service = resourceAddress(environment, { owner: name, kind: "process", name })
  const common = { provider, owner: edgeOwner, deploymentId: undefined, desired: { domain } }
  return [
    { ...common, address: originDomain, kind: edgeKinds.originDomain, dependsOn: [service] },
    {
      ...common,
      address: certificate,
      kind: edgeKinds.certificate,
      dependsOn: [originDomain, verification],
    },
  ]
}

/** What the edge's platform makes of it. */
function atEdge(provider: string, environment: string, { domain }: Edge): OfEdge {
  const { originDomain, verification, certificate, record } = edgeAddresses(environment, domain)
  const common = { provider, owner: edgeOwner, deploymentId: undefined }
  const told = (output: string) => ({ fromResource: originDomain, output })
  return [
    {
      ...common,
      address: verification,
      kind: edgeKinds.verification,
      desired: { records: told("verification") },
      dependsOn: [originDomain],
    },
    {
      ...common,
      address: record,
      kind: edgeKinds.record,
      desired: { content: told("target") },
      dependsOn: [originDomain, certificate],
    },
  ]
}

function fakeRemote(id: string, world: FakeWorld): Remote {
  const placed = (address: string) => `${id} ${address}`
  const apply = (call: "create" | "update", work: ResourceWork): ApplyOutcome => {
    const { desired, variables } = work
    world.calls.push(`${call} ${called(desired)}`)
    const stands = world.standing.has(placed(desired.address))
    if (stands !== (call === "update")) throw new Error(`Wrong call: ${world.calls.at(-1)}.`)
    const addresses = [...world.standing.values()].map(({ address }) => address)
    const missing = desired.dependsOn.filter((address) => !addresses.includes(address))
    if (missing.length > 0) throw new Error(`${desired.owner} needs ${missing.join(", ")}.`)
    const failed = world.interfere(`${call} ${called(desired)}`, work)
    if (failed !== undefined) return { status: "failed", log: failed.log ?? [], ...said(failed) }
    const outputs = outputsFor(desired, world)
    world.standing.set(placed(desired.address), {
      ...desired,
      provider: id,
      id: desired.owner,
      observed: desired.desired,
      state: "running",
      about: "Runs.",
      outputs,
      given: variables,
      source: sourceText(work.source),
      holdsData: desired.kind === "store",
    })
    return { status: "applied", id: desired.owner, outputs }
  }
  return {
    observe: async ({ environment }) => ({
      status: "observed",
      resources: [...world.standing.values()].filter(
        ({ provider, address }) => provider === id && address.startsWith(`${environment}/`),
      ),
    }),
    create: async (work) => apply("create", work),
    update: async (work) => apply("update", work),
    ...canaryOf(world, (work) => apply("update", work)),
    remove: async (observed) => {
      const { owner, address } = observed
      world.calls.push(`remove ${called(observed)}`)
      if (!world.standing.has(placed(address))) throw new Error(`"${owner}" does not stand.`)
      const failed = world.interfere(`remove ${owner}`, undefined)
      if (failed !== undefined) return { status: "failed", ...said(failed) }
      world.standing.delete(placed(address))
      return { status: "removed" }
    },
    logs: async function* ({ owner }, { lines }) {
      yield* [`${owner} began`, `${owner} is up`].slice(-lines)
    },
  }
}

/** Versions side by side, which `FakeWorld.canaries` tells of. */
function canaryOf(
  world: FakeWorld,
  update: (work: ResourceWork) => ApplyOutcome,
): Pick<Remote, "canary"> {
  const { canaries } = world
  if (canaries === undefined) return {}
  const refused = (call: string, work: ResourceWork): ApplyOutcome | undefined => {
    world.calls.push(call)
    const failed = world.interfere(call, work)
    return failed && { status: "failed", log: failed.log ?? [], ...said(failed) }
  }
  return {
    canary: {
      applies: ({ kind }) => kind === "process",
      shift: async ({ percent, observed, ...work }) => {
        const { owner } = work.desired
        const failed = refused(`shift ${owner} ${percent}`, work)
        if (failed !== undefined) return failed
        if (percent < 100) canaries.set(owner, { percent, given: work.variables })
        else canaries.delete(owner)
        return percent < 100
          ? { status: "applied", id: observed.id, outputs: observed.outputs }
          : update(work)
      },
      abort: async ({ observed, ...work }) => {
        const failed = refused(`abort ${work.desired.owner}`, work)
        if (failed !== undefined) return failed
        canaries.delete(work.desired.owner)
        return { status: "applied", id: observed.id, outputs: observed.outputs }
      },
    },
  }
}

/** What is told of it in calls. */
function called({ owner, kind }: Pick<DesiredResource, "owner" | "kind">): string {
  return owner === edgeOwner ? kind : owner
}

function sourceText(source: ServiceSource | undefined): string | undefined {
  if (source === undefined || source.type === "commit") return source?.commit
  return source.type === "image" ? source.reference : source.path
}

function outputsFor(
  { owner, address, kind, desired }: DesiredResource,
  { addressOf }: FakeWorld,
): Outputs {
  if (kind === edgeKinds.originDomain) {
    const name = `verify.${String(desired["domain"])}`
    const verification = [{ type: "TXT", name, content: "ours" }]
    return { values: { target: "origin.test", verification } }
  }
  if (owner === edgeOwner) return {}
  const url = addressOf(owner, address.split("/")[0] ?? "")
  return { url, host: new URL(url).host }
}

function said({ message }: FakeFailure) {
  return {
    problem: { code: "fake/failed", message, hint: "Mend it.", exit: 1, details: {} },
  } as const
}

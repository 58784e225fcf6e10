import {
  type ApiFailure,
  type ApiOutcome,
  edgeAddresses,
  edgeOwner,
  gather,
  type ObservedResource,
  type ObserveOutcome,
} from "aidep/provider"
import { builtStart, partOf } from "../../_shared/remote/built-name.ts"
import { adoptedAddress, kindIn, ownerIn } from "../../_shared/remote/ownership.ts"
import { platformId } from "../options.ts"
import { personalOrganization } from "../resources/app-settings.ts"
import { appAddress, kinds } from "../resources.ts"
import { listApps, listIps, listVolumes, secretNamesOf, getApp } from "./api/app-calls.ts"
import { getCertificate } from "./api/certificate-calls.ts"
import type { FlyScope } from "./api/fly-api.ts"
import { listMachines } from "./api/machine-calls.ts"
import { addressKind } from "./app/ip-kinds.ts"
import { markerSecret } from "./app/marker.ts"
import { isIssued } from "./domain/certificate.ts"
import { domainId, hostnameIn } from "./domain/origin-domain.ts"
import {
  type AppMachines,
  configOf,
  deploymentOf,
  metadataKeys,
  metadataOf,
  sortMachines,
} from "./read/metadata.ts"
import { appOutputs, domainOutputs } from "./read/outputs.ts"
import { settingsIn } from "./read/read-settings.ts"
import { appState } from "./read/states.ts"

/** Of the name of an app; a name that is cut ends in a hash of 8 characters and a hyphen. */
const uncutName = 63 - 9

/**
 * Everything of ours in the environment: one call for the apps of the organisation, three for each that may be ours, and
 * one more each for volumes and for a domain where there are any.
 */
export async function observe(scope: FlyScope): Promise<ObserveOutcome> {
  const organization = scope.options.organization ?? personalOrganization
  const listed = await listApps(organization, scope)
  if (listed.status === "failed") return listed
  const start = builtStart(scope).slice(0, uncutName)
  const names = listed.value.filter((name) => name.startsWith(start))
  const known = await knownApps(listed.value, scope)
  if (known.status === "failed") return known
  const places = [
    ...names.map((app) => ({ app, organization })),
    ...known.value.filter(({ app }) => !names.includes(app)),
  ]
  const observed = gather(await Promise.all(places.map((place) => observeApp(place, scope))))
  if (observed.status === "failed") return observed
  return { status: "observed", resources: observed.value.flat() }
}

interface Place {
  readonly app: string
  readonly organization: string
}

/** Apps that earlier commands made or took over, where the list leaves them out or the name is not a built one. */
async function knownApps(
  listed: readonly string[],
  scope: FlyScope,
): Promise<ApiOutcome<readonly Place[]>> {
  const ids = [...scope.known].flatMap(([address, id]) =>
    kindIn(address) === kinds.app ? [id] : [],
  )
  const organization = scope.options.organization ?? personalOrganization
  const found = await Promise.all(
    ids.map(async (app): Promise<ApiOutcome<Place | undefined>> => {
      if (listed.includes(app)) return { status: "done", value: { app, organization } }
      const outcome = await getApp(app, scope)
      if (outcome.status === "failed" || outcome.value === undefined) return asMissing(outcome)
      const slug = outcome.value.organization?.slug ?? organization
      return { status: "done", value: { app, organization: slug } }
    }),
  )
  const apps = gather(found)
  if (apps.status === "failed") return apps
  return { status: "done", value: apps.value.flatMap((place) => place ?? []) }
}

function asMissing(outcome: ApiOutcome<unknown>): ApiOutcome<undefined> {
  return outcome.status === "failed" ? outcome : { status: "done", value: undefined }
}

type Observed = ApiOutcome<readonly ObservedResource[]>

const notOurs: Observed = { status: "done", value: [] }

async function observeApp({ app, organization }: Place, scope: FlyScope): Promise<Observed> {
  const [listed, secrets, ips] = await Promise.all([
    listMachines(app, scope),
    secretNamesOf(app, scope),
    listIps(app, scope),
  ])
  if (listed.status === "failed") return unlessGone(listed)
  if (secrets.status === "failed") return unlessGone(secrets)
  if (ips.status === "failed") return unlessGone(ips)
  const adopted = adoptedAddress(app, scope)
  const machines = sortMachines(listed.value, scope, adopted !== undefined)
  const marked = secrets.value.includes(markerSecret)
  const address = addressOf(machines, { app, marked, adopted }, scope)
  if (address === undefined) return notOurs
  const hasVolume = machines.base.some((machine) => (configOf(machine).mounts ?? []).length > 0)
  const volumes = hasVolume ? await listVolumes(app, scope) : { status: "done" as const, value: [] }
  if (volumes.status === "failed") return volumes
  const settings = settingsIn({
    app,
    organization,
    machines: machines.base,
    ips: ips.value,
    volumes: volumes.value,
    secrets: secrets.value.filter((name) => name !== markerSecret),
  })
  const leftOver = machines.staged.length + machines.helpers.length
  const resource: ObservedResource = {
    address,
    kind: kinds.app,
    provider: platformId,
    owner: ownerIn(address),
    id: app,
    // What an interrupted deploy left is one Machine too many, so that the next one takes it away.
    observed: { ...settings, machines: machines.base.length + leftOver },
    holdsData: hasVolume,
    deploymentId: sharedDeployment(machines),
    ...appState(machines.base),
    outputs: appOutputs(app, addressKind(ips.value)),
  }
  const domains = await observeDomains(app, machines, scope)
  if (domains.status === "failed") return domains
  return { status: "done", value: [resource, ...domains.value] }
}

/** An app that is removed between two looks is not there. */
function unlessGone(failure: ApiFailure): Observed {
  return failure.statusCode === 404 ? notOurs : failure
}

interface Evidence {
  readonly app: string
  readonly marked: boolean
  readonly adopted: ObservedResource["address"] | undefined
}

/** Under which it was made; undefined for what is not ours. */
function addressOf(
  { base }: AppMachines,
  { adopted, app, marked }: Evidence,
  scope: FlyScope,
): ObservedResource["address"] | undefined {
  const [written] = base.flatMap((machine) => metadataOf(machine)[metadataKeys.address] ?? [])
  if (written !== undefined || adopted !== undefined) return written ?? adopted
  const part = marked ? partOf(app, scope) : undefined
  return part === undefined ? undefined : appAddress(scope.environment, part)
}

/** Undefined while Machines are of different ones: a deploy was cut off between them. */
function sharedDeployment({ base }: AppMachines): string | undefined {
  const [first, ...others] = [...new Set(base.map(deploymentOf))]
  return others.length === 0 ? first : undefined
}

/** The domain that the Machines are marked with, or that an earlier command brought. */
async function observeDomains(
  app: string,
  { base }: AppMachines,
  scope: FlyScope,
): Promise<Observed> {
  const marked = base.flatMap((machine) => metadataOf(machine)[metadataKeys.domain] ?? [])
  const known = [...scope.known].flatMap(([address, id]) => {
    const hostname = hostnameIn(id)
    return kindIn(address) === kinds.originDomain && hostname.app === app ? [hostname.domain] : []
  })
  const domains = [...new Set([...marked, ...known])]
  const observed = gather(
    await Promise.all(domains.map((domain) => observeDomain(app, domain, scope))),
  )
  return observed.status === "failed" ? observed : { status: "done", value: observed.value.flat() }
}

async function observeDomain(app: string, domain: string, scope: FlyScope): Promise<Observed> {
  const outcome = await getCertificate({ app, domain }, scope)
  if (outcome.status === "failed") return outcome
  const certificate = outcome.value
  if (certificate === undefined) return notOurs
  const { certificate: certificateAddress, originDomain } = edgeAddresses(scope.environment, domain)
  const shared = {
    provider: platformId,
    owner: edgeOwner,
    id: domainId({ app, domain }),
    deploymentId: undefined,
  }
  const { status } = certificate
  const domainResource: ObservedResource = {
    ...shared,
    address: originDomain,
    kind: kinds.originDomain,
    observed: { service: app, domain },
    state: "running",
    about: "Fly knows the domain.",
    outputs: domainOutputs(app, certificate),
  }
  const certificateResource: ObservedResource = {
    ...shared,
    address: certificateAddress,
    kind: kinds.certificate,
    observed: { service: app, domain, status },
    state: isIssued(certificate) ? "running" : "starting",
    about: `Fly says "${status}".`,
    outputs: {},
  }
  return { status: "done", value: [domainResource, certificateResource] }
}

import { metadataKeys, processGroup, releaseGroup } from "../remote/read/metadata.ts"
import { flyRegistry } from "../resources/app-settings.ts"
import {
  type Account,
  type App,
  type Breakage,
  idFor,
  type Machine,
  withApp,
  withMachine,
  without,
} from "./account.ts"
import {
  type ApiRequest,
  leased,
  notFound,
  ok,
  onApp,
  onMachine,
  refuse,
  refuseAs,
  type Result,
} from "./reply.ts"
import * as requests from "./requests.ts"
import { attachedTo, machineView } from "./views.ts"

export const listMachines = onApp((app, { nowMs }, account) =>
  ok(
    account,
    Object.values(app.machines).map((machine) => machineView(machine, app, nowMs)),
  ),
)

export const getMachine = onMachine(({ app, machine }, { nowMs }, account) =>
  ok(account, machineView(machine, app, nowMs)),
)

export const createMachine = onApp((app, request, account) => {
  const parsed = requests.launch.safeParse(request.body)
  if (!parsed.success) return refuse(account, 422, `invalid machine: ${parsed.error.message}`)
  const { config, name, region = "iad", ...wish } = parsed.data
  const machines = Object.values(app.machines)
  const twin = machines.find((machine) => machine.name === name)
  if (twin !== undefined)
    return refuse(
      account,
      409,
      `already_exists: unique machine name violation, machine ID ${twin.id} already exists with name "${name}"`,
    )
  if (!account.hasPayment && machines.length > 0)
    return refuse(
      account,
      422,
      "To create more than 1 machine per app please add a payment method.",
    )
  if (account.fullRegions.includes(region))
    return refuseAs("insufficient_capacity", { statusCode: 412, error: fullError }, account)
  const id = idFor(2, account.made)
  const refused = refusal({ app, config, region, id, version: wish.min_secrets_version }, account)
  if (refused !== undefined) return refused
  const { breakage, rest } = takeBreakage(config, account)
  const machine: Machine = {
    id,
    name: name ?? `machine-${id.slice(-6)}`,
    region,
    instanceId: idFor(3, account.made),
    createdAtMs: request.nowMs,
    launchedAtMs: request.nowMs,
    isLaunched: wish.skip_launch !== true,
    isCordoned: wish.skip_service_registration === true,
    config,
    secrets: app.secrets,
    breakage,
    stoppedAtMs: undefined,
    lease: undefined,
  }
  const after = withMachine(rest, app, machine)
  return ok(after, machineView(machine, app, request.nowMs))
})

const fullError =
  "insufficient resources available to fulfill request: could not reserve resource for machine"

/** The Machine starts anew, with the app's secrets as they are now. */
export const updateMachine = onMachine(({ app, machine }, request, account) => {
  const held = leased(machine, request, account)
  if (held !== undefined) return held
  const parsed = requests.launch.safeParse(request.body)
  if (!parsed.success) return refuse(account, 400, `invalid machine: ${parsed.error.message}`)
  const { config, min_secrets_version: version } = parsed.data
  const { id, region } = machine
  const refused = refusal({ app, config, region, id, version }, account)
  if (refused !== undefined) return refused
  const { breakage, rest } = takeBreakage(config, account)
  const changed: Machine = {
    ...machine,
    config,
    breakage,
    instanceId: idFor(3, account.made),
    launchedAtMs: request.nowMs,
    isLaunched: true,
    secrets: app.secrets,
    stoppedAtMs: undefined,
  }
  return ok(withMachine(rest, app, changed), machineView(changed, app, request.nowMs))
})

interface Launch {
  readonly app: App
  readonly id: string
  readonly region: string
  readonly config: requests.MachineConfig
  readonly version: number | undefined
}

/** What speaks against starting a Machine so; undefined for nothing. */
function refusal(
  { app, config, id, region, version }: Launch,
  account: Account,
): Result | undefined {
  const { image, mounts = [] } = config
  if (version !== undefined && version > app.secretsVersion)
    return refuse(account, 412, `secrets version ${version} is not there yet`)
  const { breakage, rest } = takeBreakage(config, account)
  const isBroken = breakage === "build-fails"
  const isMissing = image.startsWith(`${flyRegistry}/`)
    ? !account.images.includes(image)
    : account.missingImages.includes(image)
  if (isMissing || isBroken)
    return refuse(
      isBroken ? rest : account,
      400,
      `failed to get manifest ${image}: manifest unknown`,
    )
  const [mount] = mounts
  if (mount === undefined) return undefined
  const volume = app.volumes[mount.volume]
  if (volume === undefined) return refuse(account, 404, `volume ${mount.volume} not found`)
  if (volume.region !== region)
    return refuse(account, 422, `volume ${volume.id} is in region ${volume.region}`)
  const holder = attachedTo(volume.id, app)
  return holder === undefined || holder.id === id
    ? undefined
    : refuse(account, 412, `volume ${volume.id} is attached to machine ${holder.id}`)
}

/** Name of the service in the manifest, by the mark of aidep; none for a command before the deploy. */
function brokenName({ metadata = {} }: requests.MachineConfig): string {
  if (metadata[processGroup] === releaseGroup) return ""
  return metadata[metadataKeys.address]?.split("/")[1] ?? ""
}

/** A breakage happens once. */
function takeBreakage(
  config: requests.MachineConfig,
  account: Account,
): { readonly breakage: Breakage | undefined; readonly rest: Account } {
  const name = brokenName(config)
  const breakage = account.breakages[name]
  const breakages = without(account.breakages, name)
  return { breakage, rest: breakage === undefined ? account : { ...account, breakages } }
}

export const destroyMachine = onMachine(({ app, machine }, request, account) => {
  const held = leased(machine, request, account)
  if (held !== undefined) return held
  const machines = without(app.machines, machine.id)
  return ok(withApp(account, { ...app, machines }), { ok: true })
})

function routed(isCordoned: boolean) {
  return onMachine(({ app, machine }, request, account) => {
    const held = leased(machine, request, account)
    if (held !== undefined) return held
    return ok(withMachine(account, app, { ...machine, isCordoned }), {})
  })
}

export const cordonMachine = routed(true)
export const uncordonMachine = routed(false)

export const setMetadata = onMachine((place, { body, ids: [, , key = ""] }, account) => {
  const parsed = requests.metadataValue.safeParse(body)
  if (!parsed.success) return refuse(account, 400, `invalid body: ${parsed.error.message}`)
  const metadata = { ...place.machine.config.metadata, [key]: parsed.data.value }
  return withMetadata(place, metadata, account)
})

export const deleteMetadata = onMachine((place, { ids: [, , key = ""] }, account) =>
  withMetadata(place, without(place.machine.config.metadata ?? {}, key), account),
)

function withMetadata(
  { app, machine }: { readonly app: App; readonly machine: Machine },
  metadata: Readonly<Record<string, string>>,
  account: Account,
): Result {
  const config = { ...machine.config, metadata: { ...metadata } }
  return ok(withMachine(account, app, { ...machine, config }), undefined, 204)
}

const leaseHolder = "simulated@example.com"

export const acquireLease = onMachine(({ app, machine }, request, account) => {
  const held = leased(machine, request, account)
  if (held !== undefined) return held
  const parsed = requests.newLease.safeParse(request.body ?? {})
  if (!parsed.success) return refuse(account, 400, `invalid body: ${parsed.error.message}`)
  const { description, ttl } = parsed.data
  const lease = {
    nonce: idFor(5, account.made),
    owner: leaseHolder,
    description,
    expiresAtMs: request.nowMs + ttl * 1000,
  }
  const after = withMachine(account, app, { ...machine, lease })
  return ok(after, leaseView({ ...machine, lease }))
})

export const getLease = onMachine(({ machine }, { nowMs }, account) =>
  machine.lease === undefined || machine.lease.expiresAtMs <= nowMs
    ? notFound(account, "lease")
    : ok(account, leaseView(machine)),
)

export const releaseLease = onMachine(({ app, machine }, request: ApiRequest, account) => {
  const held = leased(machine, request, account)
  if (held !== undefined) return held
  const after = withMachine(account, app, { ...machine, lease: undefined })
  return ok(after, { status: "success", data: { ok: true } })
})

function leaseView({ instanceId, lease }: Machine) {
  if (lease === undefined) return { status: "success" }
  const { description, expiresAtMs, nonce, owner } = lease
  const data = { nonce, expires_at: Math.floor(expiresAtMs / 1000), owner, description }
  return { status: "success", data: { ...data, version: instanceId } }
}

import {
  type Account,
  type App,
  type Certificate,
  idFor,
  type Ip,
  type Volume,
  withApp,
  without,
} from "./account.ts"
import { type Handler, notFound, ok, onApp, refuse, refuseAs } from "./reply.ts"
import * as requests from "./requests.ts"
import * as views from "./views.ts"

export const listApps: Handler = ({ query }, account) => {
  const organization = query.get("org_slug")
  if (organization === null) return refuse(account, 400, "org_slug is required")
  if (!account.organizations.some(({ slug }) => slug === organization))
    return notFound(account, "organization")
  const rows = Object.values(account.apps).filter((app) => app.organization === organization)
  return ok(account, { total_apps: rows.length, apps: rows.map(views.listedAppView) })
}

/** Names are unique over all of Fly. Source of the codes: `flaps_error.go` of fly-go, 2026-08-21. */
export const createApp: Handler = ({ body }, account) => {
  const parsed = requests.newApp.safeParse(body)
  if (!parsed.success) return refuse(account, 400, `invalid body: ${parsed.error.message}`)
  const { app_name: name, org_slug: organization } = parsed.data
  if (!account.organizations.some(({ slug }) => slug === organization))
    return notFound(account, "organization")
  if (!requests.appName.test(name))
    return refuse(account, 422, "Validation failed: Name is invalid")
  if (account.apps[name] !== undefined || account.takenNames.includes(name))
    return refuseAs(
      "name_taken",
      { statusCode: 422, error: "Validation failed: Name has already been taken" },
      account,
    )
  const app: App = {
    id: idFor(1, account.made),
    name,
    organization,
    secrets: {},
    secretsVersion: 0,
    machines: {},
    volumes: {},
    ips: [],
    certificates: {},
  }
  return ok(withApp(account, app), { id: app.id, created_at: 0 }, 201)
}

export const getApp = onApp((app, _, account) => ok(account, views.appView(app, account)))

export const deleteApp = onApp((app, { query }, account) => {
  const isBusy = Object.keys(app.machines).length > 0
  if (isBusy && query.get("force") !== "true")
    return refuse(account, 412, "the app has machines; stop them or use force")
  return ok({ ...account, apps: without(account.apps, app.name) }, undefined, 202)
})

export const listSecrets = onApp((app, _, account) => {
  const secrets = Object.keys(app.secrets).map((name) => ({ name, digest: digestOf(app, name) }))
  return ok(account, { secrets })
})

/** Never the value: of its length and place only. */
function digestOf({ id, secretsVersion }: App, name: string): string {
  return `${id}${secretsVersion}${name.length}`
}

export const setSecrets = onApp((app, { body }, account) => {
  const parsed = requests.secretValues.safeParse(body)
  if (!parsed.success) return refuse(account, 400, `invalid body: ${parsed.error.message}`)
  const merged = Object.entries({ ...app.secrets, ...parsed.data.values })
  const secrets = Object.fromEntries(
    merged.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])),
  )
  const changed = { ...app, secrets, secretsVersion: app.secretsVersion + 1 }
  const rows = Object.keys(secrets).map((name) => ({ name, digest: digestOf(changed, name) }))
  return ok(withApp(account, changed), { secrets: rows, version: changed.secretsVersion })
})

export const listIps = onApp((app, _, account) => ok(account, { ips: app.ips.map(views.ipView) }))

/** An app can have several addresses of a kind: nothing says that asking twice is refused. */
export const assignIp = onApp((app, { body, nowMs }, account) => {
  const parsed = requests.newIp.safeParse(body)
  if (!parsed.success) return refuse(account, 400, `invalid body: ${parsed.error.message}`)
  const ip = newIp(parsed.data.type, account, nowMs)
  return ok(withApp(account, { ...app, ips: [...app.ips, ip] }), views.ipView(ip))
})

function newIp(
  type: "v4" | "shared_v4" | "v6" | "private_v6",
  { made }: Account,
  createdAtMs: number,
): Ip {
  const part = (made + 1).toString(16)
  const addresses = {
    v4: `137.66.0.${made % 256}`,
    shared_v4: "66.241.124.1",
    v6: `2a09:8280:1::${part}`,
    private_v6: `fdaa:0:1:0:1::${part}`,
  } as const
  return { ip: addresses[type], shared: type === "shared_v4", createdAtMs }
}

export const releaseIp = onApp((app, { ids: [, ip = ""] }, account) => {
  if (!app.ips.some((one) => one.ip === ip)) return notFound(account, "ip")
  const ips = app.ips.filter((one) => one.ip !== ip)
  return ok(withApp(account, { ...app, ips }), {})
})

export const listVolumes = onApp((app, _, account) =>
  ok(
    account,
    Object.values(app.volumes).map((volume) => views.volumeView(volume, app)),
  ),
)

/** Two volumes of an app may have one name: each Machine has one of its own. */
export const createVolume = onApp((app, { body, nowMs }, account) => {
  const parsed = requests.newVolume.safeParse(body)
  if (!parsed.success) return refuse(account, 422, `invalid volume: ${parsed.error.message}`)
  const { name, region, size_gb: sizeGb } = parsed.data
  if (account.fullRegions.includes(region))
    return refuse(account, 412, `insufficient resources to create new volume in ${region}`)
  const volume: Volume = {
    id: `vol_${idFor(4, account.made)}`,
    name,
    region,
    sizeGb,
    createdAtMs: nowMs,
  }
  const changed = { ...app, volumes: { ...app.volumes, [volume.id]: volume } }
  return ok(withApp(account, changed), views.volumeView(volume, changed))
})

export const extendVolume = onApp((app, { body, ids: [, id = ""] }, account) => {
  const volume = app.volumes[id]
  if (volume === undefined) return notFound(account, "volume")
  const parsed = requests.extension.safeParse(body)
  if (!parsed.success) return refuse(account, 400, `invalid body: ${parsed.error.message}`)
  const { size_gb: sizeGb } = parsed.data
  if (sizeGb < volume.sizeGb) return refuse(account, 422, "volume size can only be increased")
  const larger = { ...volume, sizeGb }
  const changed = { ...app, volumes: { ...app.volumes, [id]: larger } }
  const answer = { needs_restart: false, volume: views.volumeView(larger, changed) }
  return ok(withApp(account, changed), answer)
})

export const requestCertificate = onApp((app, { body, nowMs }, account) => {
  const parsed = requests.newCertificate.safeParse(body)
  if (!parsed.success) return refuse(account, 400, `invalid body: ${parsed.error.message}`)
  const { hostname } = parsed.data
  if (app.certificates[hostname] !== undefined)
    return refuse(account, 422, "Validation failed: Hostname already exists on app")
  const certificate = { hostname, createdAtMs: nowMs, validatedAtMs: undefined }
  const changed = { ...app, certificates: { ...app.certificates, [hostname]: certificate } }
  return ok(withApp(account, changed), views.certificateView(certificate, app, nowMs), 201)
})

export const getCertificate = onApp((app, { ids: [, hostname = ""], nowMs }, account) => {
  const certificate = app.certificates[hostname]
  if (certificate === undefined) return notFound(account, "certificate")
  return ok(account, views.certificateView(certificate, app, nowMs))
})

/** Looks at the records: either of the two says that the domain is the app's. */
export const checkCertificate = onApp((app, request, account) => {
  const [, hostname = ""] = request.ids
  const certificate = app.certificates[hostname]
  if (certificate === undefined) return notFound(account, "certificate")
  const { challenge, ownership } = views.challengeOf(app, certificate)
  const points = (name: string, content: string) =>
    request.records(name).some((record) => !record.proxied && unquoted(record.content) === content)
  const isValid =
    points(challenge.name, challenge.target) || points(ownership.name, ownership.value)
  const validatedAtMs = certificate.validatedAtMs ?? (isValid ? request.nowMs : undefined)
  const checked: Certificate = { ...certificate, validatedAtMs }
  const changed = { ...app, certificates: { ...app.certificates, [hostname]: checked } }
  return ok(withApp(account, changed), views.certificateView(checked, app, request.nowMs))
})

function unquoted(content: string): string {
  return content.replace(/^"(.*)"$/, "$1").replace(/\.$/, "")
}

export const deleteCertificate = onApp((app, { ids: [, hostname = ""] }, account) => {
  if (app.certificates[hostname] === undefined) return notFound(account, "certificate")
  const certificates = without(app.certificates, hostname)
  return ok(withApp(account, { ...app, certificates }), undefined, 204)
})

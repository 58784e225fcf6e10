import { imageRepository } from "../resources/app-settings.ts"
import { publicAddress } from "../service/addresses.ts"
import type { Account, App, Certificate, Ip, Machine, Volume } from "./account.ts"
import { type LifeEvent, lifeOf } from "./life.ts"
import { timeText } from "./reply.ts"

export function appView({ id, machines, name, organization }: App, { organizations }: Account) {
  const title = organizations.find(({ slug }) => slug === organization)?.name ?? organization
  const status = Object.keys(machines).length === 0 ? "pending" : "deployed"
  return { id, name, status, organization: { name: title, slug: organization } }
}

export function listedAppView({ id, machines, name }: App) {
  return { id, name, machine_count: Object.keys(machines).length }
}

export function machineView(machine: Machine, app: App, nowMs: number) {
  const { config, createdAtMs, id, instanceId, isCordoned, launchedAtMs, name, region } = machine
  const { check, events, state } = lifeOf(machine, app, nowMs)
  return {
    id,
    name,
    state,
    region,
    instance_id: instanceId,
    private_ip: `fdaa:0:1::${id.slice(-4)}`,
    config,
    image_ref: imageRef(config.image),
    created_at: timeText(createdAtMs),
    updated_at: timeText(launchedAtMs),
    cordoned: isCordoned,
    events: events.map(eventView).toReversed(),
    checks:
      check === undefined
        ? []
        : [{ name: "servicecheck-00-http", status: check, output: outputOf(check) }],
  }
}

function outputOf(check: "passing" | "warning" | "critical"): string {
  switch (check) {
    case "passing":
      return '200 OK Output: "ok"'
    case "warning":
      return "the machine hasn't started"
    case "critical":
      return "connect: connection refused"
  }
}

function eventView({ atMs, exitCode, isRequested, type }: LifeEvent) {
  const shared = { type, status: type === "exit" ? "stopped" : "started", source: "flyd" }
  if (exitCode === undefined) return { ...shared, timestamp: atMs }
  const exit_event = {
    exit_code: exitCode,
    guest_exit_code: exitCode,
    requested_stop: isRequested === true,
    exited_at: timeText(atMs),
  }
  return { ...shared, timestamp: atMs, request: { exit_event } }
}

function imageRef(reference: string) {
  const [host = "", ...path] = imageRepository(reference).split("/")
  const [, digest] = reference.split("@")
  return { registry: host, repository: path.join("/"), ...(digest === undefined ? {} : { digest }) }
}

export function volumeView({ createdAtMs, id, name, region, sizeGb }: Volume, app: App) {
  const holder = attachedTo(id, app)
  return {
    id,
    name,
    state: "created",
    size_gb: sizeGb,
    region,
    encrypted: true,
    created_at: timeText(createdAtMs),
    ...(holder === undefined ? {} : { attached_machine_id: holder.id }),
  }
}

export function attachedTo(volumeId: string, { machines }: App): Machine | undefined {
  return Object.values(machines).find(({ config }) =>
    config.mounts?.some(({ volume }) => volume === volumeId),
  )
}

export function ipView({ createdAtMs, ip, shared }: Ip) {
  return { ip, region: "global", shared, created_at: timeText(createdAtMs) }
}

/** How long the authority takes: an assumption. */
const issueMs = 20_000

export function isActive({ validatedAtMs }: Certificate, nowMs: number): boolean {
  return validatedAtMs !== undefined && validatedAtMs + issueMs <= nowMs
}

/** The records by which Fly knows the domain of an app. */
export function challengeOf({ name }: App, { hostname }: Certificate) {
  return {
    challenge: { name: `_acme-challenge.${hostname}`, target: `${hostname}.${name}.flydns.net` },
    ownership: { name: `_fly-ownership.${hostname}`, value: `app-${name}` },
  }
}

export function certificateView(certificate: Certificate, app: App, nowMs: number) {
  const { hostname, validatedAtMs } = certificate
  const { challenge, ownership } = challengeOf(app, certificate)
  const isValid = validatedAtMs !== undefined
  const isDone = isActive(certificate, nowMs)
  return {
    hostname,
    configured: isDone,
    acme_requested: true,
    status: isDone ? "active" : "pending_validation",
    certificates: [],
    validation: {
      dns_configured: isValid,
      alpn_configured: false,
      http_configured: false,
      ownership_txt_configured: isValid,
    },
    dns_requirements: {
      a: [],
      aaaa: [],
      cname: publicAddress(app.name).host,
      acme_challenge: challenge,
      ownership: { name: ownership.name, app_value: ownership.value, org_value: "org-simulated" },
    },
    validation_errors: isValid
      ? []
      : [
          {
            code: "DNS_RECORDS_NOT_FOUND",
            message: `No record of ${hostname} says that it belongs to the app.`,
            remediation: "",
            timestamp: timeText(nowMs),
          },
        ],
  }
}

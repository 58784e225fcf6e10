import type { ApiOutcome } from "aidep/provider"
import * as answers from "./answers.ts"
import { change, type FlyScope, nothing, orMissing, read } from "./fly-api.ts"

type Certificate = answers.CertificateAnswer

export interface Hostname {
  readonly app: string
  readonly domain: string
}

function pathOf({ app, domain }: Hostname): string {
  return `/apps/${app}/certificates/${encodeURIComponent(domain)}`
}

export async function getCertificate(
  hostname: Hostname,
  scope: FlyScope,
): Promise<ApiOutcome<Certificate | undefined>> {
  const path = pathOf(hostname)
  const answer = answers.certificate
  return orMissing(await read({ operation: "getCertificate", path, answer }, scope))
}

/** Tells the app's hostname to Fly, which asks for its certificate from then on. */
export async function requestCertificate(
  { app, domain }: Hostname,
  scope: FlyScope,
): Promise<ApiOutcome<Certificate>> {
  const path = `/apps/${app}/certificates/acme`
  const more = { body: { hostname: domain }, answer: answers.certificate, idempotent: false }
  return await change({ operation: "requestCertificate", method: "POST", path, ...more }, scope)
}

/** Lets Fly look at the records of the domain at once. */
export async function checkCertificate(
  hostname: Hostname,
  scope: FlyScope,
): Promise<ApiOutcome<Certificate>> {
  const path = `${pathOf(hostname)}/check`
  const more = { answer: answers.certificate, idempotent: true }
  return await change({ operation: "checkCertificate", method: "POST", path, ...more }, scope)
}

export async function deleteCertificate(
  hostname: Hostname,
  scope: FlyScope,
): Promise<ApiOutcome<unknown>> {
  const path = pathOf(hostname)
  const more = { answer: nothing, idempotent: true }
  return orMissing(
    await change({ operation: "deleteCertificate", method: "DELETE", path, ...more }, scope),
  )
}

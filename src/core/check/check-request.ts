import type { ManifestCheck } from "../manifest/schema/manifest.ts"
import type { Credentials } from "./credentials.ts"

/** A request to send from outside. */
export interface CheckRequest {
  readonly method: string
  readonly url: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
}

export interface PreparedRequest {
  readonly request: CheckRequest
  /** What must never be printed. */
  readonly secrets: readonly string[]
}

/** Headers of a request whose values are credentials, also where the manifest itself writes them. */
const secretHeaders = ["authorization", "cookie", "proxy-authorization", "x-api-key"] as const

/** The request of a check to a service's address. The caller's headers win over those of the manifest. */
export function checkRequest(
  check: ManifestCheck,
  address: string,
  caller: Extract<Credentials, { ok: true }>,
): PreparedRequest {
  const [method = "GET", ...path] = check.request.split(" ")
  const body = check.json === undefined ? check.body : JSON.stringify(check.json)
  const headers = {
    ...(check.json === undefined ? {} : { "content-type": "application/json" }),
    ...lowerNames(check.headers ?? {}),
    ...caller.headers,
  }
  return {
    request: {
      method,
      url: addressWithPath(address, path.join(" ")),
      headers,
      ...(body === undefined ? {} : { body }),
    },
    secrets: [...caller.secrets, ...writtenSecrets(headers)],
  }
}

/** The health probe that reads the deployment id: past every cache. */
export function releaseRequest(
  address: string,
  healthPath: string,
  caller: Extract<Credentials, { ok: true }>,
): PreparedRequest {
  return {
    request: {
      method: "GET",
      url: addressWithPath(address, healthPath),
      headers: { "cache-control": "no-store", ...caller.headers },
    },
    secrets: caller.secrets,
  }
}

/** Joined as text: a path that begins with two slashes must not become another host. */
function addressWithPath(address: string, path: string): string {
  return `${address.replace(/\/+$/, "")}${path}`
}

function lowerNames(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
}

function writtenSecrets(headers: Readonly<Record<string, string>>): readonly string[] {
  return secretHeaders.flatMap((name) => {
    const value = headers[name]
    return value === undefined ? [] : [value, value.replace(/^(?:Bearer|Basic) +/i, "")]
  })
}

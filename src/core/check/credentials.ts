import { type Problem, problem } from "../../errors/aidep-error.ts"
import { missingCredential, unusableCredential } from "../../errors/catalogue/check.ts"
import type { ManifestCheck } from "../manifest/schema/manifest.ts"
import { derivedToken } from "../release/derived-token.ts"

/** Who asks. */
export type Caller = NonNullable<ManifestCheck["as"]>

export interface CredentialSource {
  readonly service: string
  readonly environment: string
  /** True where the service is not ours to deploy: its token is the secret `<NAME>_TOKEN`. */
  readonly external: boolean
  /** Generation of the derived token. Default: 1. */
  readonly generation?: number | undefined
  readonly secret: (name: string) => string | undefined
}

export type Credentials =
  | {
      readonly ok: true
      readonly headers: Readonly<Record<string, string>>
      /** What must never be printed. */
      readonly secrets: readonly string[]
    }
  | { readonly ok: false; readonly problem: Problem }

/**
 * Headers that identify a caller. `api-key`: the first of the comma-separated keys of the secret `API_KEYS`, as
 * `X-API-Key`. `internal`: the token of the service, as a bearer token. A missing value is a problem, never an
 * empty header.
 */
export function credentials(caller: Caller, source: CredentialSource): Credentials {
  switch (caller) {
    case "nobody":
      return { ok: true, headers: {}, secrets: [] }
    case "api-key":
      return withValue(apiKey(source), { source, caller, name: "API_KEYS", header: "x-api-key" })
    case "internal":
      return internal(source)
  }
}

function apiKey({ secret }: CredentialSource): string | undefined {
  const keys = (secret("API_KEYS") ?? "").split(",").map((key) => key.trim())
  return keys.find((key) => key !== "")
}

function internal(source: CredentialSource): Credentials {
  const { external, secret, service } = source
  const rest = { source, caller: "internal", header: "authorization", scheme: "Bearer " } as const
  if (external) {
    const name = `${service}_TOKEN`.toUpperCase().replaceAll("-", "_")
    return withValue(secret(name)?.trim(), { ...rest, name })
  }
  const key = secret("AIDEP_SECRET_KEY") ?? ""
  const token = key === "" ? undefined : derivedToken(key, source)
  return withValue(token, { ...rest, name: "AIDEP_SECRET_KEY" })
}

interface CredentialHeader {
  readonly source: CredentialSource
  readonly caller: Caller
  /** Name of the secret. */
  readonly name: string
  readonly header: string
  readonly scheme?: string
}

function withValue(
  value: string | undefined,
  { source, caller, name, header, scheme = "" }: CredentialHeader,
): Credentials {
  const { service } = source
  if (value === undefined || value === "")
    return { ok: false, problem: problem(missingCredential, { service, as: caller, secret: name }) }
  if (!/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value))
    return { ok: false, problem: problem(unusableCredential, { service, secret: name }) }
  return { ok: true, headers: { [header]: `${scheme}${value}` }, secrets: [value] }
}

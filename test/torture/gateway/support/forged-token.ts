import { createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto"

export type Json = Readonly<Record<string, unknown>>

/** A key pair of an issuer, with the id under which its public half is published. */
export interface Signer {
  readonly kid: string
  readonly algorithm: "RS256" | "ES256" | "EdDSA"
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  /** The public half as it stands in a JWKS. */
  readonly jwk: Json
}

export function signerOf(algorithm: Signer["algorithm"], kid: string): Signer {
  const { privateKey, publicKey } = pairFor(algorithm)
  const jwk = { ...publicKey.export({ format: "jwk" }), kid, alg: algorithm, use: "sig" }
  return { kid, algorithm, privateKey, publicKey, jwk }
}

function pairFor(algorithm: Signer["algorithm"]) {
  switch (algorithm) {
    case "RS256":
      return generateKeyPairSync("rsa", { modulusLength: 2048 })
    case "ES256":
      return generateKeyPairSync("ec", { namedCurve: "P-256" })
    case "EdDSA":
      return generateKeyPairSync("ed25519")
  }
}

/** A token as its issuer makes it; `header` replaces what would stand in its head. */
export function signed(signer: Signer, claims: Json, header: Json = {}): string {
  const input = inputOf({ alg: signer.algorithm, typ: "JWT", kid: signer.kid, ...header }, claims)
  const signature = sign(signer.algorithm === "EdDSA" ? null : "sha256", Buffer.from(input), {
    key: signer.privateKey,
    dsaEncoding: "ieee-p1363",
  })
  return `${input}.${signature.toString("base64url")}`
}

/** A token signed with any bytes as a secret. */
export function hmacSigned(secret: string | Uint8Array, claims: Json, header: Json = {}): string {
  const input = inputOf({ alg: "HS256", typ: "JWT", ...header }, claims)
  return `${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`
}

/** A token that is signed by nobody. */
export function unsigned(claims: Json, header: Json): string {
  return `${inputOf(header, claims)}.`
}

function inputOf(header: Json, claims: Json): string {
  return [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".")
}

import { generateKeyPairSync, sign } from "node:crypto"

export interface SelfSignedCertificate {
  /** PEM. */
  readonly key: string
  /** PEM. */
  readonly certificate: string
}

/**
 * Makes a certificate for one host name that nobody but itself vouches for: X.509 v3, P-256, written by hand in DER.
 * `until` is its last second as `YYMMDDhhmmssZ`.
 */
export function selfSignedCertificate(
  hostName: string,
  until = "491231235959Z",
): SelfSignedCertificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
  const ecdsaWithSha256 = sequence(objectId(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02))
  const name = sequence(set(sequence(objectId(0x55, 0x04, 0x03), utf8(hostName))))
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    name,
    sequence(utcTime("200101000000Z"), utcTime(until)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(subjectAlternativeName(hostName))),
  )
  const signature = sign("sha256", body, privateKey)
  const whole = sequence(body, ecdsaWithSha256, der(0x03, Buffer.from([0]), signature))
  const lines = whole.toString("base64").replaceAll(/.{1,64}/g, "$&\n")
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    certificate: `-----BEGIN CERTIFICATE-----\n${lines}-----END CERTIFICATE-----\n`,
  }
}

function subjectAlternativeName(hostName: string): Buffer {
  const names = sequence(der(0x82, Buffer.from(hostName, "ascii")))
  return sequence(objectId(0x55, 0x1d, 0x11), der(0x04, names))
}

function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents)
  return Buffer.concat([Buffer.from([tag, ...lengthBytes(content.length)]), content])
}

function lengthBytes(length: number): readonly number[] {
  if (length < 0x80) return [length]
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
}

function sequence(...contents: readonly Uint8Array[]): Buffer {
  return der(0x30, ...contents)
}

function set(...contents: readonly Uint8Array[]): Buffer {
  return der(0x31, ...contents)
}

function objectId(...bytes: readonly number[]): Buffer {
  return der(0x06, Buffer.from(bytes))
}

function utf8(text: string): Buffer {
  return der(0x0c, Buffer.from(text))
}

function utcTime(text: string): Buffer {
  return der(0x17, Buffer.from(text, "ascii"))
}

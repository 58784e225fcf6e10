import { hmacSigned } from "../../../torture/gateway/support/forged-token.ts"
import type { Load } from "./job.ts"
import type { Place } from "./connection.ts"

export function placeOf({ url }: Load): Place {
  const { hostname, port } = new URL(url)
  return { host: hostname, port: Number(port) }
}

/**
 * The next request as bytes, each time. In a header, `{address}` stands for an address and `{token}` for a token that no
 * request before it had.
 */
export function requestsOf({ url, headers, body, tokens }: Load): () => Buffer {
  const { pathname, host } = new URL(url)
  const head = [
    `POST ${pathname} HTTP/1.1`,
    `host: ${host}`,
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ].join("\r\n")
  const text = `${head}\r\n\r\n${body}`
  if (!/\{(address|token)\}/.test(head)) {
    const bytes = Buffer.from(text)
    return () => bytes
  }
  let sent = 0
  return () => {
    sent += 1
    return Buffer.from(
      text.replace("{address}", addressOf(sent)).replace("{token}", tokenOf(sent, tokens)),
    )
  }
}

function addressOf(index: number): string {
  return `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`
}

function tokenOf(index: number, tokens: Load["tokens"]): string {
  if (tokens === undefined) return ""
  return hmacSigned(tokens.secret, { ...tokens.claims, sub: `caller-${index}` })
}

/** An address as eight groups of 16 bits; IPv4 stands in its IPv6 form, `::ffff:a.b.c.d`. */
export type Address = readonly number[]

export interface Network {
  readonly address: Address
  readonly bits: number
}

const groups = 8
const ipv4Prefix = [0, 0, 0, 0, 0, 0xffff]

export function parseAddress(text: string): Address | undefined {
  const bare = text.replace(/^\[(.*)\]$/, "$1").replace(/%.*$/, "")
  return bare.includes(":") ? parseIpv6(bare) : parseIpv4(bare)
}

/** `10.0.0.0/8`, `2001:db8::/32`, or one address. */
export function parseNetwork(text: string): Network | undefined {
  const [host = "", length, ...rest] = text.split("/")
  const address = parseAddress(host)
  const ipv4 = !host.includes(":")
  const most = ipv4 ? 32 : 128
  const own = length === undefined ? most : Number(/^\d{1,3}$/.exec(length)?.[0] ?? Number.NaN)
  if (address === undefined || rest.length > 0 || !(own <= most)) return undefined
  return { address, bits: ipv4 ? own + 96 : own }
}

export function isInside(address: Address, { address: base, bits }: Network): boolean {
  return base.every((group, index) => {
    const width = Math.min(16, Math.max(0, bits - index * 16))
    const shift = 16 - width
    return group >> shift === (address[index] ?? 0) >> shift
  })
}

/** Who is limited together: an IPv4 address, and the /64 of an IPv6 one, which is what one customer is given. */
export function addressGroup(address: Address): string {
  const own = isIpv4(address) ? address.slice(6) : address.slice(0, 4)
  return own.map((group) => group.toString(16)).join(":")
}

function isIpv4(address: Address): boolean {
  return ipv4Prefix.every((group, index) => address[index] === group)
}

function parseIpv4(text: string): Address | undefined {
  const parts = text.split(".")
  const bytes = parts.map((part) => (/^(?:0|[1-9]\d{0,2})$/.test(part) ? Number(part) : 256))
  const [a = 256, b = 256, c = 256, d = 256] = bytes
  if (bytes.length !== 4 || Math.max(a, b, c, d) > 255) return undefined
  return [...ipv4Prefix, a * 256 + b, c * 256 + d]
}

function parseIpv6(text: string): Address | undefined {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text)
  if (tail !== null) return parseMixed(tail[1] ?? "", tail[2] ?? "")
  const [head = "", rest, ...more] = text.split("::")
  const left = partsOf(head)
  const right = partsOf(rest ?? "")
  const missing = groups - left.length - right.length
  if (more.length > 0 || (rest === undefined ? missing !== 0 : missing < 1)) return undefined
  const all = [...left, ...Array.from({ length: missing }, () => "0"), ...right]
  if (!all.every((part) => /^[0-9a-f]{1,4}$/i.test(part))) return undefined
  return all.map((part) => Number.parseInt(part, 16))
}

function parseMixed(head: string, tail: string): Address | undefined {
  const [, , , , , , high = 0, low = 0] = parseIpv4(tail) ?? []
  if (parseIpv4(tail) === undefined) return undefined
  return parseIpv6(`${head}${high.toString(16)}:${low.toString(16)}`)
}

function partsOf(text: string): readonly string[] {
  return text === "" ? [] : text.split(":")
}

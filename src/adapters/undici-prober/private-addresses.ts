import { BlockList, isIP } from "node:net"

/** Special-purpose addresses that the public internet does not route: the registries of IANA, read 2026-11-21. */
const ranges = {
  ipv4: [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
  ],
  ipv6: [
    "::/127",
    "64:ff9b:1::/48",
    "100::/64",
    "2001:db8::/32",
    "fc00::/7",
    "fe80::/10",
    "ff00::/8",
  ],
} as const

/** Judges addresses, those of IPv4 that an IPv6 address carries included. */
export function privateAddresses(): { readonly has: (address: string) => boolean } {
  const list = new BlockList()
  for (const family of ["ipv4", "ipv6"] as const)
    for (const range of ranges[family]) {
      const [network = "", bits] = range.split("/")
      list.addSubnet(network, Number(bits), family)
    }
  return {
    has: (address) => {
      const version = isIP(address)
      return version !== 0 && list.check(address, version === 4 ? "ipv4" : "ipv6")
    },
  }
}

/** True for a host that says itself that it is of this machine or of its network. */
export function isPrivateByForm(
  hostname: string,
  isPrivate: (address: string) => boolean = privateAddresses().has,
): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, "")
  if (isIP(name) !== 0) return isPrivate(name)
  return !name.includes(".") || /\.(?:localhost|local|internal|lan|home\.arpa)$/.test(name)
}

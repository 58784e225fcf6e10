/** Host name of an address that anybody may resolve; undefined for IP addresses and names of private networks. */
export function publicHost(address: string): string | undefined {
  const hostname = URL.parse(address)?.hostname.toLowerCase() ?? ""
  const isNumeric = hostname.startsWith("[") || /^[\d.]+$/.test(hostname)
  const isPrivate = /(?:^|\.)(?:localhost|local|internal|lan|home\.arpa)$/.test(hostname)
  return isNumeric || isPrivate || !hostname.includes(".") ? undefined : hostname
}

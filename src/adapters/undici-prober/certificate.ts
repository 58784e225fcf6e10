import type { Socket } from "node:net"
import { type DetailedPeerCertificate, TLSSocket } from "node:tls"
import type { ProbeCertificate } from "../../ports/prober.ts"

/** What a connection that stands tells of its certificate; undefined without TLS. */
export function certificateOf(socket: Socket): ProbeCertificate | undefined {
  if (!(socket instanceof TLSSocket)) return undefined
  const [leaf, ...above] = chainOf(socket.getPeerCertificate(true))
  if (leaf === undefined) return undefined
  // The root is trusted by itself, whatever its dates.
  const dated = [leaf, ...above.filter((one) => !isRoot(one))]
  return {
    hostNames: hostNamesOf(leaf),
    issuer: nameOf(leaf.issuer),
    validUntilMs: Math.min(...dated.map(({ valid_to }) => Date.parse(valid_to))),
    chainLength: 1 + above.length,
    protocol: socket.getProtocol() ?? "",
  }
}

/** From the server's own to the root, which is its own issuer. */
function chainOf(first: DetailedPeerCertificate): readonly DetailedPeerCertificate[] {
  const chain: DetailedPeerCertificate[] = []
  const seen = new Set<string>()
  let next: DetailedPeerCertificate | undefined = first
  while (next?.fingerprint256 !== undefined && !seen.has(next.fingerprint256)) {
    seen.add(next.fingerprint256)
    chain.push(next)
    next = next.issuerCertificate
  }
  return chain
}

function isRoot({ issuerCertificate, fingerprint256 }: DetailedPeerCertificate): boolean {
  return issuerCertificate?.fingerprint256 === fingerprint256
}

function hostNamesOf({ subjectaltname = "" }: DetailedPeerCertificate): readonly string[] {
  return subjectaltname
    .split(", ")
    .flatMap((name) => /^(?:DNS|IP Address):(.+)$/.exec(name)?.[1] ?? [])
}

function nameOf({ O, CN }: DetailedPeerCertificate["issuer"]): string {
  return [O ?? [], CN ?? []].flat().join(", ")
}

import type { ProbeOutcome } from "aidep/provider"

/** What a visitor sees of a host that has no certificate of its own yet. */
export function withoutCertificate(host: string): ProbeOutcome {
  return {
    status: "failed",
    kind: "tls",
    phase: "connect",
    reason: `The certificate is not for ${host}.`,
    partial: undefined,
    timings: { connectMs: undefined, firstByteMs: undefined, totalMs: 20 },
  }
}

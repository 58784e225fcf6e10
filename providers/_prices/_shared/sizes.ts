import type { OpenOnDemand, PerRequest, SizeRange } from "aidep/provider"

/** A size that cannot be chosen. */
export function fixed(size: number): SizeRange {
  return { min: size, max: size }
}

/** Instances that stay open for `idleSeconds` after their last request; nothing is rounded. */
export function openFor(
  idleSeconds: { readonly default: number; readonly min: number; readonly max: number },
  rest: Partial<Omit<OpenOnDemand, "type" | "idleSeconds">> = {},
): OpenOnDemand {
  return {
    type: "on-demand",
    idleSeconds,
    coldStartSeconds: 1,
    coldBilled: true,
    roundUpSeconds: 0,
    ...rest,
  }
}

/** Each run or request for itself, rounded up to a multiple of `roundUpSeconds`. */
export function perRun(roundUpSeconds: number, coldStartSeconds = 1): PerRequest {
  return { type: "per-request", roundUpSeconds, coldStartSeconds }
}

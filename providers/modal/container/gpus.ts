/**
 * GPUs of Modal with the most that one container can have.
 * https://modal.com/docs/guide/gpu, read 2026-09; B300 by the price list of 2026-09-27.
 */
const mostPerContainer: ReadonlyMap<string, number> = new Map([
  ["T4", 8],
  ["L4", 8],
  ["A10", 4],
  ["A10G", 4],
  ["L40S", 8],
  ["A100", 8],
  ["A100-40GB", 8],
  ["A100-80GB", 8],
  ["RTX-PRO-6000", 8],
  ["H100", 8],
  ["H200", 8],
  ["B200", 8],
  ["B300", 8],
])

export const gpuTypes: readonly string[] = [...mostPerContainer.keys()]

/** How many of a type one container can have; undefined for a type that Modal does not have. */
export function mostGpus(type: string): number | undefined {
  return mostPerContainer.get(type)
}

/** A mean with half the width of its 95 % confidence interval. */
export interface MeanEstimate {
  readonly mean: number
  readonly halfWidth: number
}

/** One observation, with a second quantity whose true mean is known and which moves with it. */
export interface Observation {
  readonly value: number
  readonly control: number
}

/**
 * Estimates the mean of the values. How the control strays from its known mean tells how much of the values' own
 * straying is chance, which is taken off (control variates): few simulated days are enough then.
 */
export function estimateMean(
  observations: readonly Observation[],
  knownControl: number,
): MeanEstimate {
  const count = observations.length
  if (count < 3) return { mean: meanOf(observations, "value"), halfWidth: Number.POSITIVE_INFINITY }
  const value = meanOf(observations, "value")
  const control = meanOf(observations, "control")
  const { slope, residual } = regression(observations, { value, control })
  const standardError = Math.sqrt(residual / (count - 2) / count)
  return {
    mean: value - slope * (control - knownControl),
    halfWidth: studentFactor(count - 2) * standardError,
  }
}

/** Least squares of the value over the control; the residual is a sum of squares. */
function regression(
  observations: readonly Observation[],
  centre: Observation,
): { readonly slope: number; readonly residual: number } {
  const products = { controlControl: 0, valueControl: 0, valueValue: 0 }
  for (const { value, control } of observations) {
    products.controlControl += (control - centre.control) ** 2
    products.valueControl += (value - centre.value) * (control - centre.control)
    products.valueValue += (value - centre.value) ** 2
  }
  const { controlControl, valueControl, valueValue } = products
  const slope = controlControl === 0 ? 0 : valueControl / controlControl
  return { slope, residual: Math.max(0, valueValue - slope * valueControl) }
}

function meanOf(observations: readonly Observation[], key: keyof Observation): number {
  return observations.reduce((sum, observation) => sum + observation[key], 0) / observations.length
}

/** The 97.5 % point of Student's distribution, to within 1 % from 5 degrees of freedom on. */
function studentFactor(degrees: number): number {
  return 1.96 + 2.4 / degrees + 3 / degrees ** 2
}

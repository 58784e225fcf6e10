export interface ProberSettings {
  /** Certificate authorities to trust instead of the usual ones; PEM. */
  readonly authorities?: readonly string[] | undefined
}

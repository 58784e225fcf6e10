/** One question that has to be answered before people rely on a service. */
export interface ChecklistItem {
  /** Permanent, such as `tls`. */
  readonly id: string
  readonly title: string
  readonly answer: "yes" | "no" | "unknown" | "not needed"
  /** Sentences about what was seen, without secrets. */
  readonly evidence: readonly string[]
  /** What to do; empty where nothing is to be done. */
  readonly hint: string
}

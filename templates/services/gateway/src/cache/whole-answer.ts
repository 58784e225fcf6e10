/** An answer that is there from its first to its last byte. */
export interface WholeAnswer {
  readonly status: number
  readonly contentType: string
  readonly contentEncoding: string | undefined
  readonly retryAfter: string | undefined
  /** Deployments that took part in it, as the upstream tells. */
  readonly chain: string | undefined
  readonly body: Uint8Array
  /** Name of the upstream that gave it. */
  readonly upstream: string
  /** False where the upstream forbade it, or the answer is none to keep. */
  readonly storable: boolean
  readonly usage: Usage
}

export interface Usage {
  readonly prompt: number
  readonly completion: number
}

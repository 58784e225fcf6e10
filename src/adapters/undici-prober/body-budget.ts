/** Bytes of bodies that all probes of a prober hold together, so that a thousand long answers fit into memory. */
export interface BodyBudget {
  /** `goOn` is called when a probe that was told to wait may read on. */
  readonly open: (goOn: () => void) => BodyShare
}

/** What one probe takes from the budget. */
export interface BodyShare {
  /** False: the bytes count, and nothing more is to be read until `goOn`. */
  readonly take: (bytes: number) => boolean
  /** Gives everything back; a second time does nothing. */
  readonly close: () => void
}

interface Holder {
  bytes: number
  isWaiting: boolean
  readonly goOn: () => void
}

/**
 * Lets probes read while there is room. The oldest one may always read on, up to its own limit, so that all of them come
 * to an end.
 */
export function bodyBudget(limitBytes: number): BodyBudget {
  const holders = new Set<Holder>()
  let used = 0
  const isOldest = (holder: Holder): boolean => holders.values().next().value === holder
  const mayRead = (holder: Holder): boolean => used <= limitBytes || isOldest(holder)
  const wake = (): void => {
    for (const holder of holders) {
      if (!holder.isWaiting || !mayRead(holder)) continue
      holder.isWaiting = false
      holder.goOn()
    }
  }
  return {
    open: (goOn) => {
      const holder: Holder = { bytes: 0, isWaiting: false, goOn }
      holders.add(holder)
      return {
        take: (bytes) => {
          holder.bytes += bytes
          used += bytes
          holder.isWaiting = !mayRead(holder)
          return !holder.isWaiting
        },
        close: () => {
          if (!holders.delete(holder)) return
          used -= holder.bytes
          wake()
        },
      }
    },
  }
}

import type { Distribution } from "./distribution.ts"

/** Counts of values that are not negative, such as milliseconds, in bounded memory, whatever their number. */
export interface Histogram extends Distribution {
  /** 4,294,967 (milliseconds: 71 minutes) and more count as that. */
  readonly add: (value: number) => void
  readonly max: number
  /** Those that hold a value, in their order. */
  readonly buckets: () => readonly HistogramBucket[]
}

export interface HistogramBucket extends Bounds {
  readonly count: number
}

interface Bounds {
  readonly from: number
  readonly to: number
}

/** Buckets of a factor of two: values are exact to 0.05 %, and to a thousandth below 2. */
const perOctave = 1024
const octaves = 22
const mostThousandths = 2 ** 32 - 1

/** Takes 94 KiB. */
export function openHistogram(): Histogram {
  const counts = new Uint32Array((octaves + 1) * perOctave)
  const total = { count: 0, max: 0 }
  return {
    get count() {
      return total.count
    },
    get max() {
      return total.max
    },
    add: (value) => {
      const index = indexOf(value)
      counts[index] = (counts[index] ?? 0) + 1
      total.count += 1
      total.max = Math.max(total.max, value)
    },
    atRank: (rank) => {
      let below = 0
      for (const [index, count] of counts.entries()) {
        below += count
        if (count > 0 && below >= rank) return Math.min(total.max, middleOf(boundsOf(index)))
      }
      return Number.NaN
    },
    buckets: () =>
      [...counts].flatMap((count, index) => (count === 0 ? [] : [{ ...boundsOf(index), count }])),
  }
}

function indexOf(value: number): number {
  const thousandths = Math.min(mostThousandths, Math.round(value * 1000))
  const octave = Math.max(0, Math.floor(Math.log2(thousandths)) - Math.log2(perOctave))
  return octave * perOctave + Math.floor(thousandths / 2 ** octave)
}

function boundsOf(index: number): Bounds {
  const octave = Math.max(0, Math.floor(index / perOctave) - 1)
  const first = (index - octave * perOctave) * 2 ** octave
  return { from: first / 1000, to: (first + 2 ** octave) / 1000 }
}

/** A bucket as wide as a thousandth holds that value alone. */
function middleOf({ from, to }: Bounds): number {
  return to - from < 0.0015 ? from : Number(((from + to) / 2).toFixed(4))
}

import type { PoolLoad } from "./pool-load.ts"

/** Instance seconds and counts of a stretch of time. */
export interface PoolCounts {
  busy: number
  idle: number
  cold: number
  /** What rounding up adds. */
  rounding: number
  starts: number
  requests: number
  /** Requests that waited for an instance to start. */
  waitedForStart: number
}

/** Where one request went: how long it waited, and whether for a start. */
export interface Placed {
  wait: number
  cold: boolean
}

const never = -1

/**
 * Instances that open when all others are full and close when they were idle long enough. A request goes to the
 * oldest instance with a free slot, which keeps the pool small; platforms that spread requests evenly keep more
 * instances open and cost more.
 *
 * All state lies in flat arrays, and an instance is looked at only when a request may go there, because simulations
 * run over millions of requests.
 */
export class InstancePool {
  readonly #load: PoolLoad
  /** By instance; `opened` is -1 while it is closed. */
  readonly #opened: Float64Array
  readonly #ready: Float64Array
  /** When its last request ends. */
  readonly #busyUntil: Float64Array
  /** Idle time up to here is counted. */
  readonly #countedTo: Float64Array
  readonly #inFlight: Int32Array
  /** When a full instance next has a free slot. */
  readonly #nextFree: Float64Array
  /** Ends of the requests in flight, a row of `slots` for each instance. */
  readonly #ends: Float64Array
  #used = 0
  #open = 0
  #peak = 0
  #counts = noCounts()
  readonly #placed: Placed = { wait: 0, cold: false }

  constructor(load: PoolLoad) {
    this.#load = load
    const size = Math.max(1, load.cap, load.warm)
    this.#opened = new Float64Array(size).fill(never)
    this.#ready = new Float64Array(size)
    this.#busyUntil = new Float64Array(size)
    this.#countedTo = new Float64Array(size)
    this.#inFlight = new Int32Array(size)
    this.#nextFree = new Float64Array(size)
    this.#ends = new Float64Array(size * load.slots)
    for (let instance = 0; instance < load.warm; instance++) this.#openAt(instance, 0, 0)
  }

  get peak(): number {
    return this.#peak
  }

  /** A request that comes at `now` and takes `duration` seconds. The answer is valid until the next request. */
  serve(now: number, duration: number): Placed {
    this.#counts.requests++
    const instance = this.#choose(now)
    const free = this.#inFlight[instance] === this.#load.slots ? this.#firstEnd(instance) : now
    const start = Math.max(now, free, this.#ready[instance] ?? 0)
    this.#placed.wait = start - now
    this.#placed.cold = now < (this.#ready[instance] ?? 0)
    if (this.#placed.cold) this.#counts.waitedForStart++
    if (free > now) this.#dropEnded(instance, free)
    this.#occupy(instance, start, start + duration)
    return this.#placed
  }

  /** Closes what was idle long enough and counts idle time up to `now`; then answers with the counts since the last call. */
  settle(now: number): PoolCounts {
    for (let instance = 0; instance < this.#used; instance++) {
      if (this.#opened[instance] === never || this.#closeIfIdle(instance, now)) continue
      this.#countIdle(instance, now)
    }
    const counts = this.#counts
    this.#counts = noCounts()
    return counts
  }

  #choose(now: number): number {
    let closed = never
    let soonest = never
    for (let instance = 0; instance < this.#used; instance++) {
      if (this.#opened[instance] === never || this.#closeIfIdle(instance, now)) {
        if (closed === never) closed = instance
        continue
      }
      if (this.#hasFreeSlot(instance, now)) return instance
      if (soonest === never || this.#nextFreeOf(instance) < this.#nextFreeOf(soonest))
        soonest = instance
    }
    if (soonest !== never && this.#open >= this.#load.cap) return soonest
    const next = closed === never ? this.#used : closed
    this.#openAt(next, now, now + this.#load.coldSeconds)
    this.#counts.starts++
    this.#counts.cold += this.#load.coldSeconds
    return next
  }

  #hasFreeSlot(instance: number, now: number): boolean {
    if ((this.#inFlight[instance] ?? 0) < this.#load.slots) return true
    if (this.#nextFreeOf(instance) > now) return false
    this.#dropEnded(instance, now)
    return true
  }

  #nextFreeOf(instance: number): number {
    return this.#nextFree[instance] ?? 0
  }

  #openAt(instance: number, now: number, ready: number): void {
    this.#opened[instance] = now
    this.#ready[instance] = ready
    this.#busyUntil[instance] = ready
    this.#countedTo[instance] = ready
    this.#inFlight[instance] = 0
    this.#used = Math.max(this.#used, instance + 1)
    this.#open++
    this.#peak = Math.max(this.#peak, this.#open)
  }

  #closeIfIdle(instance: number, now: number): boolean {
    if (instance < this.#load.warm) return false
    const closes = (this.#busyUntil[instance] ?? 0) + this.#load.idleSeconds
    if (closes > now) return false
    this.#countIdle(instance, closes)
    const run = closes - (this.#opened[instance] ?? 0)
    const step = this.#load.roundUpSeconds
    if (step > 0) this.#counts.rounding += Math.ceil(run / step - 1e-9) * step - run
    this.#opened[instance] = never
    this.#open--
    return true
  }

  #countIdle(instance: number, until: number): void {
    const from = Math.max(this.#busyUntil[instance] ?? 0, this.#countedTo[instance] ?? 0)
    if (until <= from) return
    this.#counts.idle += until - from
    this.#countedTo[instance] = until
  }

  #occupy(instance: number, start: number, end: number): void {
    this.#countIdle(instance, start)
    const busyUntil = this.#busyUntil[instance] ?? 0
    if (end > busyUntil) {
      this.#counts.busy += end - Math.max(start, busyUntil)
      this.#busyUntil[instance] = end
    }
    const row = instance * this.#load.slots
    const inFlight = this.#inFlight[instance] ?? 0
    this.#ends[row + inFlight] = end
    this.#inFlight[instance] = inFlight + 1
    if (inFlight + 1 === this.#load.slots) {
      this.#dropEnded(instance, start)
      this.#nextFree[instance] = this.#firstEnd(instance)
    }
  }

  #dropEnded(instance: number, now: number): void {
    const row = instance * this.#load.slots
    const inFlight = this.#inFlight[instance] ?? 0
    let kept = 0
    for (let index = row; index < row + inFlight; index++) {
      const end = this.#ends[index] ?? 0
      if (end > now) this.#ends[row + kept++] = end
    }
    this.#inFlight[instance] = kept
  }

  #firstEnd(instance: number): number {
    const row = instance * this.#load.slots
    let first = Number.POSITIVE_INFINITY
    for (let index = row; index < row + (this.#inFlight[instance] ?? 0); index++)
      first = Math.min(first, this.#ends[index] ?? first)
    return first
  }
}

function noCounts(): PoolCounts {
  return { busy: 0, idle: 0, cold: 0, rounding: 0, starts: 0, requests: 0, waitedForStart: 0 }
}

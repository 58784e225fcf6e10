/** How one run of a job ended. */
export interface JobEnd {
  readonly succeeded: boolean
  /** Completes "ended …": `with exit code 0`. */
  readonly how: string
}

/** One run of the job. Times are ISO 8601 in UTC. */
export interface JobRun extends JobEnd {
  readonly startedAt: string
  readonly endedAt: string
}

export interface JobState {
  readonly running: boolean
  readonly runs: number
  readonly last: JobRun | undefined
}

export interface JobRunner {
  readonly state: () => JobState
  /** Runs the job to its end; undefined while another run goes on. */
  readonly run: () => Promise<JobRun> | undefined
  /** Ends once no run goes on. */
  readonly ended: () => Promise<unknown>
}

/** Runs one job, one run at a time. */
export function jobRunner(job: () => Promise<JobEnd>): JobRunner {
  let current: Promise<JobRun> | undefined
  let last: JobRun | undefined
  let runs = 0
  const begin = async (): Promise<JobRun> => {
    runs += 1
    const startedAt = now()
    last = { startedAt, ...(await job()), endedAt: now() }
    current = undefined
    return last
  }
  return {
    state: () => ({ running: current !== undefined, runs, last }),
    run: () => {
      if (current !== undefined) return undefined
      current = begin()
      return current
    },
    ended: async () => await current,
  }
}

function now(): string {
  return new Date().toISOString()
}

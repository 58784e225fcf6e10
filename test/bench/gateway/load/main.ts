import type { LoadJob, LoadResult } from "./job.ts"
import { sendAtRate, sendCounted, sendOneAfterAnother } from "./loops.ts"
import { readStreams } from "./streams.ts"

// The load of a measurement in a process of its own: `node load/main.ts JOB`, with the result as one line of JSON.
//
// Why not a tool: autocannon sends the next request when an answer has come (a slow gateway is then asked less) and
// corrects its figures below the upstream's own delay; wrk and hey cannot be installed with npm. This one sends at the
// times of a fixed rate, counts from the time a request was due, and compares every body with the upstream's.

const job: LoadJob = JSON.parse(process.argv[2] ?? "{}")
console.log(JSON.stringify(await carryOut()))
process.exit(0)

async function carryOut(): Promise<LoadResult> {
  switch (job.kind) {
    case "closed":
      return await sendOneAfterAnother(job)
    case "counted":
      return await sendCounted(job, job.requests)
    case "open":
      return await sendAtRate(job, job.rate)
    case "streams":
      return await readStreams(job)
  }
}

import { benchBatch, benchCancel, benchFirstToken, benchRate, benchStart } from "./figures.ts"
import { makeWorkshop } from "./service.ts"

// Measures the inference service with a tiny model. "--short" takes fewer rounds.
const short = process.argv.includes("--short")
const workshop = makeWorkshop()
try {
  const within = [
    await benchStart(workshop),
    await benchBatch(workshop, short ? 3 : 20),
    await benchRate(workshop, short ? 100 : 1000),
    await benchCancel(workshop, short ? 20 : 100),
    await benchFirstToken(workshop, short ? 100 : 1000),
  ]
  process.exitCode = within.every(Boolean) ? 0 : 1
} finally {
  workshop.remove()
}

import { stores, twoAtOnce } from "./rounds.ts"

// The full form: a hundred rounds for each store, on one platform and over five.
const rounds = 100
for (const stack of ["render", "everywhere"])
  for (const kind of stores) {
    const startMs = performance.now()
    const { worked, toldToWait, problems } = await twoAtOnce(kind, { rounds, stack })
    const seconds = ((performance.now() - startMs) / 1000).toFixed(1)
    console.log(
      `${stack}, ${kind}: ${rounds} rounds of two deploys in ${seconds} s: ${worked} worked, ${toldToWait} were told who is at work, ${problems.length} problems`,
    )
    for (const problem of problems) console.log(`  ${problem}`)
    if (problems.length > 0) process.exitCode = 1
  }

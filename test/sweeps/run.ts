import { scenarios, sweep } from "./crash/sweep.ts"
import { stackNames } from "./stacks.ts"
import { faultSweep } from "./faults/sweep.ts"

// The full sweeps: every point of the journal, every fault at every call. "npm run test:sweeps -- crash render" takes
// one of them alone.
const [only, stack] = process.argv.slice(2)
const stacks = stack === undefined ? stackNames : [stack]
const problems: string[] = []

if (only !== "faults")
  for (const one of stacks)
    for (const scenario of scenarios) {
      const result = await sweep(one, scenario, (points) => [...Array(points).keys()])
      problems.push(...result.problems)
      console.log(
        `crash  ${one} ${scenario}: ${result.points} kills, ${result.problems.length} problems`,
      )
    }

if (only !== "crash")
  for (const one of stacks) {
    const result = await faultSweep(one, (cases) => cases)
    problems.push(...result.problems)
    console.log(
      `faults ${one}: ${result.cases} faults, ${result.converged} converged at once, ${result.stopped} stopped and converged next, ${result.problems.length} problems`,
    )
  }

for (const problem of problems) console.log(problem)
process.exitCode = problems.length === 0 ? 0 : 1

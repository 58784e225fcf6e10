import { pythonFaults, type RenderedFile } from "./try-mutant.ts"
import type { TriedMutant } from "./worker.ts"

const progressEvery = 5000
const shownFaults = 20

/** What came of the mutants so far. */
export class Tally {
  readonly #total: number
  readonly #stages = new Map<string, number>()
  readonly #faults = new Map<string, number>()
  readonly #python: RenderedFile[] = []
  readonly #sums = { tried: 0, diagnostics: 0, files: 0, ms: 0 }
  readonly #slowest = { ms: 0, seed: 0 }

  constructor(total: number) {
    this.#total = total
  }

  add({ seed, mutations, stage, diagnostics, fileCount, ms, faults, python }: TriedMutant): void {
    this.#sums.tried += 1
    this.#sums.diagnostics += diagnostics
    this.#sums.files += fileCount
    this.#sums.ms += ms
    this.#python.push(...python)
    this.#stages.set(stage, (this.#stages.get(stage) ?? 0) + 1)
    if (ms > this.#slowest.ms) Object.assign(this.#slowest, { ms, seed })
    for (const fault of faults) this.addFault(seed, fault, mutations)
    if (this.#sums.tried % progressEvery === 0) console.log(`${this.#sums.tried}: ${this.#said()}`)
  }

  addFault(seed: number, fault: string, mutations: readonly string[] = []): void {
    const known = this.#faults.get(fault) ?? 0
    this.#faults.set(fault, known + 1)
    if (known === 0 && this.#faults.size <= shownFaults)
      console.log(`Seed ${seed} (${mutations.join(", ")}): ${fault}`)
  }

  /** Says how it went; true when nothing went wrong. */
  close(): boolean {
    for (const fault of pythonFaults(this.#python)) this.addFault(0, fault)
    const { tried, diagnostics, files, ms } = this.#sums
    console.log(`${tried} of ${this.#total} mutants: ${this.#said()}.`)
    console.log(`${diagnostics} diagnostics, ${files} files, ${(ms / tried).toFixed(2)} ms each.`)
    for (const [fault, times] of [...this.#faults].slice(0, shownFaults))
      console.log(`${times} x ${fault}`)
    console.log(
      this.#faults.size === 0 ? "Passed." : `Failed: ${this.#faults.size} kinds of faults.`,
    )
    return this.#faults.size === 0
  }

  #said(): string {
    const stages = [...this.#stages]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([stage, times]) => `${times} ${stage}`)
    return `${stages.join(", ")}; slowest ${this.#slowest.ms.toFixed(0)} ms (seed ${this.#slowest.seed})`
  }
}

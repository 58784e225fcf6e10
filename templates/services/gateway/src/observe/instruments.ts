/** Counters, gauges and histograms in the text format of Prometheus. Labels come from closed sets, so that they stay few. */

export interface Cell {
  value: number
}

export interface FamilyOptions {
  readonly kind: "counter" | "gauge"
  readonly name: string
  readonly help: string
  /** None, one or two. */
  readonly labels?: readonly string[]
}

/** Values by one label set each. */
export class Family {
  readonly name: string
  readonly #head: string
  readonly #labels: readonly string[]
  readonly #cells = new Map<string, Cell>()

  constructor({ kind, name, help, labels = [] }: FamilyOptions) {
    this.name = name
    this.#head = `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n`
    this.#labels = labels
    if (labels.length === 0) this.of()
  }

  /** The one value of these labels. Callers that count often keep it. */
  of(first: string = "", second?: string | number): Cell {
    const key = second === undefined ? first : `${first}\u0000${second}`
    const known = this.#cells.get(key)
    if (known !== undefined) return known
    const cell: Cell = { value: 0 }
    this.#cells.set(key, cell)
    return cell
  }

  count(label?: string): void {
    this.of(label).value += 1
  }

  text(): string {
    const lines = [...this.#cells].map(
      ([key, { value }]) =>
        `${this.name}${labelText(this.#labels, key.split("\u0000"))} ${value}\n`,
    )
    return this.#head + lines.join("")
  }
}

/** Upper bounds in seconds: of an API that answers from memory, and of a GPU that wakes up. */
const bounds = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300,
] as const

export class Histogram {
  readonly name: string
  readonly #head: string
  readonly #rows = new Map<string, Float64Array>()

  constructor(name: string, help: string) {
    this.name = name
    this.#head = `# HELP ${name} ${help}\n# TYPE ${name} histogram\n`
  }

  observe(route: string, seconds: number): void {
    const row = this.#rows.get(route) ?? new Float64Array(bounds.length + 2)
    if (!this.#rows.has(route)) this.#rows.set(route, row)
    let index = 0
    while (index < bounds.length && seconds > (bounds[index] ?? 0)) index += 1
    row[index] = (row[index] ?? 0) + 1
    row[bounds.length + 1] = (row[bounds.length + 1] ?? 0) + seconds
  }

  text(): string {
    return this.#head + [...this.#rows].map(([route, row]) => this.#rowText(route, row)).join("")
  }

  #rowText(route: string, row: Float64Array): string {
    const { name } = this
    let total = 0
    const buckets = [...bounds, Infinity].map((bound, index) => {
      total += row[index] ?? 0
      const le = bound === Infinity ? "+Inf" : String(bound)
      return `${name}_bucket{route="${route}",le="${le}"} ${total}\n`
    })
    const sum = row[bounds.length + 1] ?? 0
    return `${buckets.join("")}${name}_sum{route="${route}"} ${sum}\n${name}_count{route="${route}"} ${total}\n`
  }
}

function labelText(names: readonly string[], values: readonly string[]): string {
  if (names.length === 0) return ""
  return `{${names.map((name, index) => `${name}="${values[index] ?? ""}"`).join(",")}}`
}

import { randomFrom, type Random } from "./random.ts"
import { dataMutator } from "./mutate-data.ts"
import { fragments, keys, scalars, values } from "./material.ts"

/** A manifest's text with faults put in, and which. */
export interface Mutant {
  readonly bytes: Uint8Array
  readonly mutations: readonly string[]
}

const maxMutations = 6

/** Makes the mutant of a seed: one of the texts, changed in some ways. The same seed gives the same bytes. */
export function mutator(texts: readonly string[]): (seed: number) => Mutant {
  const changeData = dataMutator(texts)
  return (seed) => mutate(texts, changeData, randomFrom(seed))
}

function mutate(
  texts: readonly string[],
  changeData: (random: Random) => string,
  random: Random,
): Mutant {
  const [start = "", ...others] = rotated(texts, random.below(Math.max(1, texts.length)))
  const meaning = random.oneIn(2)
  const text = meaning ? changeData(random) : start
  const count = meaning
    ? random.pick([0, 0, 0, 1])
    : random.pick([1, 1, 1, 2, 2, 3, 4, maxMutations])
  const mutations = Array.from({ length: count }, () => random.pick(names))
  const changed = mutations.reduce((current, name) => {
    const lines = current.split("\n")
    return lineMutations[name]({ lines, random, others }).join("\n")
  }, text)
  const bytes = new TextEncoder().encode(changed)
  const made = meaning ? ["change the meaning", ...mutations] : mutations
  if (!random.oneIn(20)) return { bytes, mutations: made }
  const name = random.pick(byteNames)
  return { bytes: byteMutations[name](bytes, random), mutations: [...made, name] }
}

interface Work {
  readonly lines: readonly string[]
  readonly random: Random
  /** Other manifests to take parts from. */
  readonly others: readonly string[]
}

const lineMutations = {
  "delete lines": ({ lines, random }: Work) => {
    const at = random.below(lines.length)
    return lines.toSpliced(at, 1 + random.below(3))
  },
  "duplicate lines": ({ lines, random }: Work) => {
    const at = random.below(lines.length)
    const copied = lines.slice(at, at + 1 + random.below(4))
    return lines.toSpliced(random.oneIn(2) ? at : random.below(lines.length), 0, ...copied)
  },
  "swap lines": ({ lines, random }: Work) => {
    const [one, other] = [random.below(lines.length), random.below(lines.length)]
    return lines.with(one, lines[other] ?? "").with(other, lines[one] ?? "")
  },
  "change indentation": ({ lines, random }: Work) => {
    const shift = random.pick(["  ", " ", "    ", "\t", ""])
    return onOneLine(lines, random, (line) =>
      random.oneIn(2) ? shift + line : line.replace(/^ {1,2}/, shift),
    )
  },
  "insert a tab": ({ lines, random }: Work) =>
    onOneLine(lines, random, (line) => inserted(line, "\t", random)),
  "replace a scalar": ({ lines, random }: Work) =>
    onOneLine(lines, random, (line) => withScalar(line, random, random.pick(scalars))),
  "replace by a value of its kind": ({ lines, random }: Work) =>
    onOneLine(lines, random, (line) => withScalar(line, random, random.pick(values))),
  "rename a key": ({ lines, random }: Work) =>
    onOneLine(lines, random, (line) => line.replace(/[\w$-]+(?=:)/, () => random.pick(keys))),
  misspell: ({ lines, random }: Work) =>
    onOneLine(lines, random, (line) => {
      const at = random.below(line.length + 1)
      const letter = random.pick(["", "e", "-", ":", "[", "}", '"', "'", "#", " ", ","])
      return line.slice(0, at) + letter + line.slice(at + random.below(2))
    }),
  "splice another manifest": ({ lines, random, others }: Work) => {
    const other = (others[random.below(Math.max(1, others.length))] ?? "").split("\n")
    const from = random.below(other.length)
    const part = other.slice(from, from + 1 + random.below(12))
    return lines.toSpliced(random.below(lines.length), random.below(6), ...part)
  },
  "insert a fragment": ({ lines, random }: Work) => {
    const at = random.below(lines.length)
    const indent = /^ */.exec(lines[at] ?? "")?.[0] ?? ""
    const part = random.pick(fragments).split("\n")
    return lines.toSpliced(at, 0, ...part.map((line) => indent + line))
  },
  "anchor and alias": ({ lines, random }: Work) => {
    const anchored = onOneLine(lines, random, (line) => line.replace(/(?<=:) /, " &a "))
    return onOneLine(anchored, random, (line) =>
      random.oneIn(2)
        ? line.replace(/(?<=: ).*$/, "*a")
        : line.replace(/(\s*)[\w-]+:.*$/, "$1<<: *a"),
    )
  },
  truncate: ({ lines, random }: Work) => {
    const at = random.below(lines.length)
    const last = lines[at] ?? ""
    return [...lines.slice(0, at), last.slice(0, random.below(last.length + 1))]
  },
  "insert a character": ({ lines, random }: Work) =>
    onOneLine(lines, random, (line) =>
      inserted(line, String.fromCodePoint(characterOf(random)), random),
    ),
  "nest deeply": ({ lines, random }: Work) => {
    const depth = random.pick([3, 20, 99, 101, 400])
    const [open, close] = random.pick<readonly [string, string]>([
      ["[", "]"],
      ["{ a: ", " }"],
      ["- ", ""],
    ])
    const whole = random.oneIn(3) ? "" : close.repeat(depth)
    return onOneLine(lines, random, (line) =>
      line.replace(/(?<=: ).*$/, `${open.repeat(depth)}1${whole}`),
    )
  },
  "repeat a service": ({ lines, random }: Work) => {
    const start = lines.findIndex((line) => /^ {2}[\w-]+:/.test(line))
    if (start === -1) return lines
    const length = lines.slice(start + 1).findIndex((line) => /^ {0,2}\S/.test(line))
    const copied = lines.slice(start, start + 1 + Math.max(0, length))
    const renamed = copied.with(0, (copied[0] ?? "").replace(/[\w-]+/, random.pick(keys)))
    return lines.toSpliced(start, 0, ...renamed)
  },
  "a very long line": ({ lines, random }: Work) =>
    onOneLine(lines, random, (line) => {
      const at = random.below(line.length + 1)
      const piece = line.slice(at, at + 1 + random.below(8)) || ","
      const length = random.oneIn(10) ? 60_000 : 600
      return line.slice(0, at) + piece.repeat(length / piece.length) + line.slice(at)
    }),
  "very many lines": ({ lines, random }: Work) => {
    const at = random.below(lines.length)
    const block = lines.slice(at, at + 1 + random.below(3))
    const times = random.oneIn(10) ? 2000 : 20
    const numbered = Array.from({ length: times }, (_, index) =>
      block.map((line) => (random.oneIn(2) ? line : line.replace(/(?<=[\w-]):/, `${index}:`))),
    )
    return lines.toSpliced(at, block.length, ...numbered.flat())
  },
  "line ends of Windows": ({ lines }: Work) => lines.map((line) => `${line}\r`),
} satisfies Readonly<Record<string, (work: Work) => readonly string[]>>

type LineMutation = keyof typeof lineMutations
const names = keysOf<LineMutation>(lineMutations)

const byteMutations = {
  "random bytes": (bytes: Uint8Array, random: Random) => {
    const changed = Uint8Array.from(bytes)
    for (let left = 1 + random.below(4); left > 0; left -= 1)
      changed[random.below(bytes.length)] = random.below(256)
    return changed
  },
  "a zero byte": (bytes: Uint8Array, random: Random) =>
    Uint8Array.of(
      ...bytes.subarray(0, 1),
      0,
      ...bytes.subarray(1 + random.below(bytes.length + 1)),
    ),
  "cut in bytes": (bytes: Uint8Array, random: Random) => bytes.slice(0, random.below(bytes.length)),
  "a byte order mark": (bytes: Uint8Array) => Uint8Array.of(0xef, 0xbb, 0xbf, ...bytes),
} satisfies Readonly<Record<string, (bytes: Uint8Array, random: Random) => Uint8Array>>

const byteNames = keysOf<keyof typeof byteMutations>(byteMutations)

function keysOf<Key extends string>(
  record: Readonly<Record<Key, unknown>>,
): readonly [Key, ...Key[]] {
  return Object.keys(record) as [Key, ...Key[]]
}

function rotated<Item>(items: readonly Item[], by: number): readonly Item[] {
  return [...items.slice(by), ...items.slice(0, by)]
}

function onOneLine(
  lines: readonly string[],
  random: Random,
  change: (line: string) => string,
): readonly string[] {
  const at = random.below(lines.length)
  return lines.with(at, change(lines[at] ?? ""))
}

function inserted(line: string, text: string, random: Random): string {
  const at = random.below(line.length + 1)
  return line.slice(0, at) + text + line.slice(at)
}

/** A line with one of its values replaced; an empty value when it has none. */
function withScalar(line: string, random: Random, value: string): string {
  const found = [...line.matchAll(/(?<=[:[,] ?)[^\s:,[\]{}#][^,[\]{}#]*/g)]
  const chosen = found[random.below(Math.max(1, found.length))]
  if (chosen === undefined) return `${line} ${value}`
  return line.slice(0, chosen.index) + value + line.slice(chosen.index + chosen[0].length)
}

function characterOf(random: Random): number {
  const point = random.oneIn(2) ? random.below(0x80) : random.below(0x11_0000)
  return point >= 0xd800 && point <= 0xdfff ? 0xfffd : point
}

import { spawnSync } from "node:child_process"

/** Middle of the values; of an even count, the lower of the two middle ones. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN
}

/** Wall time of a process from start to end, in milliseconds. */
export function processMs(args: readonly string[], cwd: string): number {
  const start = performance.now()
  const { status, stderr } = spawnSync(process.execPath, args, { cwd, encoding: "utf8" })
  const ms = performance.now() - start
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}: ${stderr}`)
  return ms
}

/** Times several commands in turns, so that a busy moment of the machine meets all of them alike. */
export function inTurns(
  commands: Readonly<Record<string, () => number>>,
  rounds: number,
): Readonly<Record<string, number>> {
  const times = new Map(Object.keys(commands).map((name) => [name, [] as number[]]))
  for (let round = 0; round < rounds; round += 1)
    for (const [name, run] of Object.entries(commands)) times.get(name)?.push(run())
  return Object.fromEntries([...times].map(([name, values]) => [name, median(values)]))
}

export interface Figure {
  readonly name: string
  readonly measured: number
  readonly limit: number
  readonly unit: string
}

/** Prints a figure with its limit; answers whether it is within. */
export function report({ name, measured, limit, unit }: Figure): boolean {
  const within = measured <= limit
  const digits = measured < 10 ? 2 : 0
  console.log(
    `${within ? "within" : "OVER  "}  ${name}: ${measured.toFixed(digits)} ${unit} (limit ${limit} ${unit})`,
  )
  return within
}

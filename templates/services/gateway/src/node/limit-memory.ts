import { totalmem } from "node:os"

const gibibyte = 1024 ** 3

/**
 * Left to itself, Node gives 100 MB to objects that live for a millisecond, and much of the rest to the allocator's
 * arenas. With these limits a gateway needs a third of the memory and is hardly slower. The young generation of a small
 * instance has room for its few requests at the same time; that of a larger one for many.
 */
const limits = {
  small: ["--max-semi-space-size=4", "--max-old-space-size=96"],
  large: ["--max-semi-space-size=16", "--max-old-space-size=128"],
} as const
const arenas = "MALLOC_ARENA_MAX"

/** Begins anew, once, under the same process id, with limits of memory. Whoever gives limits of their own keeps them. */
export function limitMemory(): void {
  const { execArgv, execPath, env, argv, execve } = process
  const fromSource = argv[1]?.endsWith(".ts") === true
  // Windows cannot.
  if (env[arenas] !== undefined || fromSource || execve === undefined) return
  const given = [...execArgv, env["NODE_OPTIONS"] ?? ""].some((option) => option.includes("--max-"))
  const options = given ? [] : limits[memoryBytes() < gibibyte ? "small" : "large"]
  const args = [execPath, ...options, ...execArgv, ...argv.slice(1)]
  execve(execPath, args, { ...env, [arenas]: "1" })
}

/** Of the container, or of the machine. */
function memoryBytes(): number {
  const constrained = process.constrainedMemory()
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem()
}

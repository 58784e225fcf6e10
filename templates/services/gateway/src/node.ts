import { limitMemory } from "./node/limit-memory.ts"

limitMemory()
// Only now: what is loaded before a process begins anew is loaded twice.
const { main } = await import("./node/main.ts")
await main(process.argv.slice(2))

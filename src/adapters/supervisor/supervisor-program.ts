import { join } from "node:path"

/** The program that supervises one process: as built below the package's root, or, run from source, as it is written. */
export function supervisorProgram(root: string): string {
  return import.meta.filename.endsWith(".ts")
    ? join(import.meta.dirname, "main.ts")
    : join(root, "dist", "src", "adapters", "supervisor", "main.js")
}

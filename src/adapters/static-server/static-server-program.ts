import { join } from "node:path"

/** The program that serves a static site: as built below the package's root, or, run from source, as it is written. */
export function staticServerProgram(root: string): string {
  return import.meta.filename.endsWith(".ts")
    ? join(import.meta.dirname, "main.ts")
    : join(root, "dist", "src", "adapters", "static-server", "main.js")
}

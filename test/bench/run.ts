import { fileURLToPath } from "node:url"
import { benchComparing } from "./cost/comparing.ts"
import { benchRenderOnDisk, benchRendering } from "./rendering.ts"
import { benchStartUp } from "./start-up.ts"

// Measures the release build: "npm run bench" builds it first. "--short" takes fewer rounds.
const short = process.argv.includes("--short")
const root = fileURLToPath(new URL("../..", import.meta.url))

const within = [
  benchStartUp(root, short ? 5 : 25),
  benchRendering(root, short ? 3 : 5),
  benchRenderOnDisk(root, short ? 1 : 5),
  benchComparing(root, short ? 1 : 5),
]
process.exitCode = within.every(Boolean) ? 0 : 1

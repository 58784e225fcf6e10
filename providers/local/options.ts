import * as z from "zod"
import { workerEntry } from "../_shared/worker-entry.ts"

/** The block `platforms.local`, of the manifest or of one service. */
export const localOptions = z.strictObject({
  engine: z
    .enum(["stub", "hf", "vllm"])
    .default("stub")
    .describe(
      "Engine of services with a model, whatever the manifest asks for elsewhere. The stub answers without weights or a GPU.",
    ),
  runtime: z
    .enum(["process", "workerd"])
    .default("process")
    .describe(
      "What runs web services and jobs: a process with the start command, or workerd, the runtime of Cloudflare Workers, with the Worker entry.",
    ),
  ...workerEntry,
})
export type LocalOptions = z.output<typeof localOptions>

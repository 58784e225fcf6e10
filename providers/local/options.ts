import * as z from "zod"

/** The block `platforms.local`. */
export const localOptions = z.strictObject({
  engine: z
    .enum(["stub", "hf", "vllm"])
    .default("stub")
    .describe(
      "Engine of services with a model, whatever the manifest asks for elsewhere. The stub answers without weights or a GPU.",
    ),
})
export type LocalOptions = z.output<typeof localOptions>

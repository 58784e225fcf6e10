import * as z from "zod"

const settings = z.object({
  /** Folder of the package wrangler, whose miniflare runs the Worker. */
  wrangler: z.string(),
  /** Folder that wrangler bundled into. */
  bundle: z.string(),
  /** The module in it that exports the handlers. */
  entry: z.string(),
  compatibilityDate: z.string(),
  compatibilityFlags: z.array(z.string()),
  /** `requests`: it answers them. `schedule`: it is a job, whose handler runs when somebody asks for it. */
  handles: z.enum(["requests", "schedule"]),
  /** Names of the variables that the Worker gets; their values are in the environment. */
  variables: z.array(z.string()),
})

/** What the Worker server needs beside its environment. All paths are absolute; none of it is secret. */
export type WorkerSettings = Readonly<z.output<typeof settings>>

/** Throws for a text that is not one of `WorkerSettings`, which only a fault of aidep can cause. */
export function parseSettings(text: string): WorkerSettings {
  return settings.parse(JSON.parse(text))
}

import * as z from "zod"

/**
 * Runtime behaviour of Workers is fixed by a date, not by the day of a deploy. The default is a day that the
 * runtime inside wrangler 4.164.0 knows, so that "wrangler dev" and a deploy agree.
 */
const defaultCompatibilityDate = "2026-10-01"

/** Options of every platform that runs a Worker: what it is bundled from, and how its runtime behaves. */
export const workerEntry = {
  main: z
    .string()
    .regex(/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\\]+$/, "a path inside the source folder")
    .default("src/worker.ts")
    .meta({ description: "Worker entry, relative to the source folder. Not for static sites." }),
  compatibilityDate: z.iso
    .date()
    .default(defaultCompatibilityDate)
    .meta({ description: "Day whose runtime behaviour the Workers get." }),
  compatibilityFlags: z
    .array(z.string().min(1))
    .default(["nodejs_compat"])
    .meta({ description: "Runtime flags of the Workers." }),
} as const

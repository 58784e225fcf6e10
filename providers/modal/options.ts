import * as z from "zod"

export const platformId = "modal"

/** The block `platforms.modal`. */
export const modalOptions = z.strictObject({
  environment: z
    .string()
    .min(1)
    .optional()
    .describe("Environment of the workspace; without it the workspace's default one."),
  strategy: z
    .enum(["rolling", "recreate"])
    .default("rolling")
    .describe(
      "rolling: old containers finish what they have; recreate: all of them are ended at once.",
    ),
  proxyAuth: z
    .boolean()
    .default(false)
    .describe("Modal's own proxy asks callers for the headers Modal-Key and Modal-Secret."),
  snapshot: z
    .strictObject({
      before: z.array(z.string().min(1)).min(1),
      after: z.array(z.string().min(1)).min(1),
      gpu: z.boolean().default(true),
    })
    .optional()
    .describe(
      "Containers start from a snapshot of the memory, and of the GPU's. The command `before` gets the running service ready for it, `after` runs in each container that was restored.",
    ),
  addPython: z
    .string()
    .regex(/^3\.\d+$/)
    .optional()
    .describe("Python that is added to an image or Dockerfile without one, such as 3.12."),
  timeout: z
    .int()
    .min(1)
    .max(86_400)
    .optional()
    .describe(
      "Seconds that one request or one run of a job may take; without it 300, and 3600 for a job.",
    ),
})
export type ModalOptions = z.output<typeof modalOptions>

import * as z from "zod"

/** A domain of a service, which is named by its id. */
export const domainSettings = z.object({
  service: z.string(),
  domain: z.string(),
  /** Null where Railway finds it. */
  targetPort: z.int().nullable(),
})
export type DomainSettings = Readonly<z.output<typeof domainSettings>>

export const certificateSettings = domainSettings.omit({ targetPort: true })

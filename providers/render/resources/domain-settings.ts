import * as z from "zod"

/** A domain of a service, which is named by its id. */
export const domainSettings = z.object({ service: z.string(), domain: z.string() })
export type DomainSettings = Readonly<z.output<typeof domainSettings>>

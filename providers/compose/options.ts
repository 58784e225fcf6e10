import * as z from "zod"

export const composeOptions = z.strictObject({
  proxyPort: z
    .int()
    .min(1)
    .max(65_535)
    .default(80)
    .describe("Port of the machine that nginx answers on, in the production file."),
  trustedProxies: z
    .array(z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()]))
    .default([])
    .describe(
      "Addresses or networks of what stands in front of nginx and ends TLS: the client's address is then read from X-Forwarded-For.",
    ),
})

export type ComposeOptions = z.output<typeof composeOptions>

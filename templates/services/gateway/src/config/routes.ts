import * as z from "zod/mini"
import { read } from "./settings.ts"

/** A route of the owner's own, passed on to the upstream. */
export interface RouteSettings {
  readonly path: string
  readonly method: "GET" | "POST"
  /** Path at the upstream; the same without it. */
  readonly upstreamPath?: string | undefined
  /** Whether its answers may be cached, for each tenant by itself. */
  readonly cache: boolean
}

const path = z
  .string()
  .check(
    z.regex(/^(?:\/(?!\.+(?:\/|$))[A-Za-z0-9._-]+)+$/, "has to be a path, such as /v1/classify."),
  )

export const routeSchema = z.strictObject({
  path,
  method: z._default(z.enum(["GET", "POST"], "has to be GET or POST."), "POST"),
  upstreamPath: z.optional(path),
  cache: z._default(
    read((text) => ({ true: true, false: false })[text], "has to be true or false."),
    false,
  ),
})

import type { Service, SourceFolder } from "aidep/provider"
import type { SiteSpec } from "../local-spec.ts"
import { sourceOf } from "./source.ts"

/** A static site, which is built and then served. */
export function siteSpec({ buildCommand, output = "." }: Service, code: SourceFolder): SiteSpec {
  return {
    type: "site",
    ...sourceOf(code),
    ...(buildCommand === undefined ? {} : { buildCommand: [...buildCommand] }),
    output,
  }
}

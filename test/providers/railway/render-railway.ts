import type { ServiceNode } from "railway/iac"
import railway from "../../../providers/railway/provider.ts"
import {
  renderManifest,
  type RenderManifestOptions,
  type RenderedManifest,
} from "../../support/render-manifest.ts"
import { graphOf } from "./run-program.ts"

export const programPath = ".railway/railway.ts"

export function renderOnRailway(
  text: string,
  options: Omit<RenderManifestOptions, "providers"> = {},
): RenderedManifest {
  return renderManifest(text, { providers: [railway], ...options })
}

/** A manifest with one service on Railway, and further lines. */
export function one(service: string, more = ""): string {
  return `version: 1
name: shop
services:
  api: { targets: [railway], ${service} }
${more}
`
}

export function programOf({ diagnostics, files }: RenderedManifest): string {
  const text = files.get(programPath)
  if (text === undefined) throw new Error(JSON.stringify(diagnostics, undefined, 2))
  return text
}

/** A service of the graph that Railway makes of the rendered file. */
export function serviceIn(rendered: RenderedManifest, name = "shop-production-api"): ServiceNode {
  const { resources } = graphOf(programOf(rendered))
  const found = resources.find((resource) => resource.name === name)
  if (found?.type !== "service")
    throw new Error(`No service ${name} in ${JSON.stringify(resources)}`)
  return found
}

export function codes({ diagnostics }: RenderedManifest): readonly string[] {
  return diagnostics.map(({ severity, code }) => `${severity} ${code}`)
}

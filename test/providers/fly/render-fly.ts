import { parse } from "smol-toml"
import fly from "../../../providers/fly/provider.ts"
import {
  renderManifest,
  type RenderManifestOptions,
  type RenderedManifest,
} from "../../support/render-manifest.ts"

export function renderOnFly(
  text: string,
  options: Omit<RenderManifestOptions, "providers"> = {},
): RenderedManifest {
  return renderManifest(text, { providers: [fly], ...options })
}

/** A manifest of one web service on Fly, with more fields of it as one flow map each. */
export function webOnFly(fields: string): string {
  return `version: 1
name: shop
services:
  api: { kind: web, source: ./api, targets: [fly], port: 3000${fields === "" ? "" : `, ${fields}`} }
`
}

/** The fly.toml of a manifest's only service, parsed. */
export function flyToml(rendered: RenderedManifest): Readonly<Record<string, unknown>> {
  return parse(rendered.files.get("fly.toml") ?? "")
}

export function codes({ diagnostics }: RenderedManifest): readonly string[] {
  return diagnostics.map(({ severity, code }) => `${severity} ${code}`)
}

/** The same for a project with a rollout strategy. */
export function webWithRollout(fields: string, strategy: string): RenderedManifest {
  return renderOnFly(`${webOnFly(fields)}rollout: { strategy: ${strategy} }\n`)
}

import modal from "../../../providers/modal/provider.ts"
import {
  pythonSource,
  type RenderedManifest,
  renderManifest,
  type RenderManifestOptions,
} from "../../support/render-manifest.ts"

/** Renders a manifest whose source folders are Python, but for those that `options.sources` says. */
export function renderOnModal(
  text: string,
  options: Omit<RenderManifestOptions, "providers"> = {},
): RenderedManifest {
  const sources = {
    "./api": pythonSource,
    "./services/inference": pythonSource,
    ...options.sources,
  }
  return renderManifest(text, { providers: [modal], ...options, sources })
}

/** A manifest of one web service on Modal, with more fields of it as a flow map writes them. */
export function webOnModal(fields: string): string {
  return `version: 1
name: shop
services:
  api: { kind: web, source: ./api, targets: [modal], port: 3000${fields === "" ? "" : `, ${fields}`} }
`
}

export function codes({ diagnostics }: RenderedManifest): readonly string[] {
  return diagnostics.map(({ severity, code }) => `${severity} ${code}`)
}

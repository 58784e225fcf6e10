import cloudflare from "../../../providers/cloudflare/provider.ts"
import {
  renderManifest,
  type RenderedManifest,
  type RenderManifestOptions,
} from "../../support/render-manifest.ts"

/** Renders a manifest for Cloudflare alone; other platforms may be named in it. */
export function render(
  text: string,
  options: Omit<RenderManifestOptions, "providers"> = {},
): RenderedManifest {
  return renderManifest(text, { providers: [cloudflare], ...options })
}

/** The data of a JSONC file that aidep wrote: whole comment lines above plain JSON. */
export function jsonOf(rendered: RenderedManifest, path: string): Record<string, unknown> {
  const text = rendered.files.get(path)
  if (text === undefined)
    throw new Error(`There is no ${path}: ${[...rendered.files.keys()].join(", ")}`)
  return JSON.parse(text.replaceAll(/^\/\/.*$/gm, ""))
}

/** Code and severity of everything of this platform that a manifest is told. */
export function told(rendered: RenderedManifest): readonly string[] {
  return rendered.diagnostics
    .filter(({ code }) => code.startsWith("cloudflare/"))
    .map(({ severity, code }) => `${severity} ${code}`)
}

export function errorsOf({ diagnostics }: RenderedManifest): readonly string[] {
  return diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message)
}

export const gateway = `
version: 1
name: shop
services:
  gateway:
    kind: web
    source: ./services/gateway
    targets: [cloudflare]
`

import { parse } from "yaml"
import render from "../../../providers/render/provider.ts"
import {
  renderManifest,
  type RenderManifestOptions,
  type RenderedManifest,
} from "../../support/render-manifest.ts"

export interface Blueprint {
  readonly services?: readonly Readonly<Record<string, unknown>>[]
  readonly databases?: readonly Readonly<Record<string, unknown>>[]
}

export function renderOnRender(
  text: string,
  options: Omit<RenderManifestOptions, "providers"> = {},
): RenderedManifest {
  return renderManifest(text, { providers: [render], ...options })
}

/** A manifest with one service on Render, and further lines. */
export function one(service: string, more = ""): string {
  return `version: 1
name: shop
services:
  api: { targets: [render], ${service} }
${more}
`
}

/** The rendered Blueprint, parsed. */
export function blueprintOf({ diagnostics, files }: RenderedManifest): Blueprint {
  const text = files.get("render.yaml")
  if (text === undefined) throw new Error(JSON.stringify(diagnostics, undefined, 2))
  return parse(text)
}

export function serviceIn(rendered: RenderedManifest, name = "shop-production-api") {
  return blueprintOf(rendered).services?.find((service) => service["name"] === name) ?? {}
}

export function codes({ diagnostics }: RenderedManifest): readonly string[] {
  return diagnostics.map(({ severity, code }) => `${severity} ${code}`)
}

import { expect, test } from "vitest"
import { builtImage } from "../../../providers/_shared/built-image.ts"
import railway from "../../../providers/railway/provider.ts"
import { renderManifest } from "../../support/render-manifest.ts"

function imagesOf(build: string): readonly (string | undefined)[] {
  const text = `
version: 1
name: shop
services:
  api: { kind: web, source: ./api, targets: [railway] }
  proxy: { kind: web, image: "nginx:1.28", targets: [railway] }
  site: { kind: static, source: ./site, targets: [railway] }
${build}
`
  const { project } = renderManifest(text, { providers: [railway] })
  return project === undefined
    ? []
    : project.services.map((service) => builtImage(service, project))
}

test("continuous integration builds the folders of services that run", () => {
  expect(imagesOf("build: { by: ci }\nregistry: ghcr.io/acme")).toEqual([
    "ghcr.io/acme/shop-api",
    undefined,
    undefined,
  ])
})

test("where the platform builds there is no such image", () => {
  expect(imagesOf("build: { by: platform }")).toEqual([undefined, undefined, undefined])
})

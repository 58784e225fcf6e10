import { expect, test } from "vitest"
import { renderGithub } from "./render-github.ts"

const manifest = `version: 1
name: shop
services:
  web: { kind: web, source: ./web, targets: [railway], health: { path: /health } }
`

function deployOf(text: string): string {
  return JSON.stringify(renderGithub(text).workflows.get("deploy"))
}

test("a deploy from a pipeline gets the credentials of the history's bucket, where it has one", () => {
  expect(deployOf(manifest)).not.toContain("AWS_")
  const inBucket = deployOf(`${manifest}state: { store: s3, bucket: acme-state }\n`)
  expect(inBucket).toContain('"AWS_ACCESS_KEY_ID":"${{ secrets.AWS_ACCESS_KEY_ID }}"')
  expect(inBucket).toContain('"AWS_SECRET_ACCESS_KEY":"${{ secrets.AWS_SECRET_ACCESS_KEY }}"')
})

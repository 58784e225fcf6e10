/** A manifest with one service that may go to two platforms, and the source folder it needs. */
export const shopManifest = `version: 1
name: shop
services:
  api:
    kind: web
    source: ./api
    targets: [fly, railway]
    port: 8080
    health: { path: /health }
    env: { LOG_LEVEL: info }
    secrets: [API_KEY]
`

export const shopFiles = {
  "aidep.yaml": shopManifest,
  "api/package.json": '{ "scripts": { "start": "node server.js" } }\n',
} as const

/** Says who it is, and answers only who shows the token. */
export const modelSource = (greeting = "hello") => `
import { createServer } from "node:http"
const { PORT, HOST, AIDEP_TOKEN, AIDEP_DEPLOYMENT } = process.env
createServer((request, response) => {
  response.setHeader("x-aidep-deployment", AIDEP_DEPLOYMENT)
  if (request.url === "/health") return response.end("ok")
  if (request.headers.authorization !== "Bearer " + AIDEP_TOKEN) return response.writeHead(401).end()
  response.end(${JSON.stringify(greeting)} + " from " + process.pid)
}).listen(PORT, HOST, () => console.log("model is up"))
`

/** Asks the model with its token, for callers with a key. */
const gatewaySource = `
import { createServer } from "node:http"
const { PORT, HOST, API_KEYS, MODEL_URL, MODEL_TOKEN, AIDEP_DEPLOYMENT } = process.env
createServer(async (request, response) => {
  response.setHeader("x-aidep-deployment", AIDEP_DEPLOYMENT)
  if (request.url === "/health") return response.end("ok")
  if (request.headers["x-api-key"] !== API_KEYS) return response.writeHead(401).end()
  try {
    const answer = await fetch(MODEL_URL, { headers: { authorization: "Bearer " + MODEL_TOKEN } })
    response.writeHead(answer.status).end(await answer.text())
  } catch {
    response.writeHead(502).end()
  }
}).listen(PORT, HOST, () => console.log("gateway is up"))
`

/** The gateway stands first, so that the order of the file is not the order of dependencies. */
export const shopManifest = `services:
  gateway:
    kind: web
    source: ./gateway
    targets: [local]
    port: @port
    command: [node, main.js]
    health: { path: /health, release: header, startup: 20s }
    env: { MODEL_URL: "\${services.model.url}", MODEL_TOKEN: "\${services.model.token}" }
    secrets: [API_KEYS]
  model:
    kind: web
    access: internal
    source: ./model
    targets: [local]
    port: @port
    command: [node, main.js]
    health: { path: /health, release: header, startup: 20s }
checks:
  - { name: answers, service: gateway, request: GET /, as: api-key, expect: { status: 200, text: /hello/ } }
  - { name: refuses strangers, service: gateway, request: GET /, expect: { status: 401 } }
`

export const shopFiles = {
  "aidep.yaml": shopManifest,
  "gateway/package.json": '{ "type": "module" }\n',
  "gateway/main.js": gatewaySource,
  "model/package.json": '{ "type": "module" }\n',
  "model/main.js": modelSource(),
} as const

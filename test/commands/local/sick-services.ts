/** One program that can have every illness, by its argument. Each is real: it waits, refuses, or runs out of memory. */
const source = `
import { createServer } from "node:http"
const { PORT, HOST, AIDEP_DEPLOYMENT, MODEL_URL } = process.env
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
let loaded = false
let asked = 0
let failures = 0

/** Loads its model with the first request, and again after it was unloaded. */
async function cold({ method, url }, response) {
  if (method === "POST") loaded = false
  else if (!loaded) {
    loaded = true
    await pause(2500)
  }
  response.end("ok")
}

/** Writes what PyTorch writes when a model does not fit, as this machine has no GPU to fill. */
function gpu({ url }, response) {
  if (url === "/health") return response.end("ok")
  console.error("torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 14.57 GiB of which 1.06 GiB is free.")
  response.writeHead(500).end()
}

/** Fills its small heap. */
function greedy({ url }, response) {
  if (url === "/health") return response.end("ok")
  const kept = []
  for (;;) kept.push(new Array(100_000).fill(kept.length))
}

function limited({ url }, response) {
  if (url === "/health") return response.end("ok")
  asked += 1
  response.writeHead(asked > 2 ? 429 : 200, { "retry-after": "60" }).end()
}

function broken({ url }, response) {
  response.writeHead(url === "/health" ? 200 : 500).end()
}

/** Stops asking after three failures. */
async function caller({ url }, response) {
  if (url === "/health") return response.end("ok")
  if (url === "/metrics")
    return response.end('# TYPE gateway_breaker_state gauge\\ngateway_breaker_state{upstream="model"} ' + (failures >= 3 ? 2 : 0) + "\\n")
  if (failures >= 3) return response.writeHead(503).end('{"error":{"code":"upstream_unavailable"}}')
  const answer = await fetch(MODEL_URL)
  if (!answer.ok) failures += 1
  response.writeHead(answer.ok ? 200 : 502).end()
}

async function slow(request, response) {
  await pause(400)
  response.end("ok")
}

const illness = { cold, gpu, greedy, limited, broken, caller, slow }[process.argv[2]]
createServer((request, response) => {
  response.setHeader("x-aidep-deployment", AIDEP_DEPLOYMENT)
  return illness(request, response)
}).listen(PORT, HOST)
`

const service = (name: string, more = "", command = `[node, main.js, ${name}]`) => `  ${name}:
    kind: web
    source: ./service
    targets: [local]
    port: @port
    command: ${command}
    health: { path: /health, release: header }
${more}`

const check = (name: string, path: string, status: number) =>
  `  - { name: ${name}, service: ${name}, request: GET ${path}, expect: { status: ${status} } }\n`

const manifest = `services:
${service("cold", "    scale: { min: 0 }\n")}${service("gpu", "    scale: { concurrency: 8 }\n")}${service("greedy", "    size: { memory: 256MiB }\n    restart: always\n", "[node, --max-old-space-size=24, main.js, greedy]")}${service("limited", "    env: { RATE_LIMIT: 2/60s }\n")}${service("broken")}${service("caller", '    env: { MODEL_URL: "${services.broken.url}" }\n')}${service("slow")}checks:
${check("gpu", "/generate", 200)}${check("limited", "/generate", 200)}slo: { p99: 100ms }
`

export const sickFiles = {
  "aidep.yaml": manifest,
  "service/package.json": '{ "type": "module" }\n',
  "service/main.js": source,
} as const

import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { builtGateway } from "../../../torture/gateway/support/built-gateway.ts"
import { freePort } from "../../../torture/gateway/support/free-port.ts"
import { nginxAnswering, nginxProxy } from "./nginx.ts"
import { type PinnedProcess, startPinned } from "./pinned-process.ts"
import { portkey } from "./rivals.ts"

/** Something that a load is put on. */
export interface Target {
  readonly name: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** False where the target writes an answer of its own instead of passing on the upstream's bytes. */
  readonly passesBytes: boolean
  readonly process: PinnedProcess
}

export const key = "key-of-the-benchmark-0123456789"

const path = "/v1/completions"
const mockFile = fileURLToPath(new URL("mock-upstream.ts", import.meta.url))
const proxyFile = fileURLToPath(new URL("bare-proxy.ts", import.meta.url))
const urlOf = ({ port }: PinnedProcess) => `http://127.0.0.1:${port}${path}`

/** The upstream itself, asked without anything in between. */
export function direct(upstream: PinnedProcess): Target {
  return { name: "direct", url: urlOf(upstream), headers: {}, passesBytes: true, process: upstream }
}

export async function answering(body: string, folder: string): Promise<PinnedProcess> {
  const port = await freePort()
  return await startPinned({ command: nginxAnswering(body, port, folder), core: 1, port })
}

export async function mockUpstream(options: { delayMs?: number; events?: number; gapMs?: number }) {
  const port = await freePort()
  const argument = JSON.stringify({ port, ...options })
  const command = [process.execPath, mockFile, argument] as const
  return await startPinned({ command, core: 1, port })
}

export async function bareProxy({ port: upstream }: PinnedProcess): Promise<Target> {
  const port = await freePort()
  const command = [
    process.execPath,
    proxyFile,
    `http://127.0.0.1:${upstream}`,
    String(port),
  ] as const
  const proxy = await startPinned({ command, core: 0, port })
  return {
    name: "bare undici proxy",
    url: urlOf(proxy),
    headers: {},
    passesBytes: true,
    process: proxy,
  }
}

export async function nginx({ port: upstream }: PinnedProcess, folder: string): Promise<Target> {
  const port = await freePort()
  const proxy = await startPinned({ command: nginxProxy(upstream, port, folder), core: 0, port })
  return { name: "nginx", url: urlOf(proxy), headers: {}, passesBytes: true, process: proxy }
}

export async function portkeyGateway({ port: upstream }: PinnedProcess): Promise<Target> {
  const port = await freePort()
  const command = [process.execPath, portkey(), "--headless", `--port=${port}`] as const
  const variables = { NODE_ENV: "production" }
  const gateway = await startPinned({ command, core: 0, port, variables })
  const headers = {
    authorization: "Bearer none",
    "x-portkey-provider": "openai",
    "x-portkey-custom-host": `http://127.0.0.1:${upstream}/v1`,
  }
  return { name: "Portkey", url: urlOf(gateway), headers, passesBytes: false, process: gateway }
}

export interface GatewayOptions {
  readonly folder: string
  readonly nodeOptions?: readonly string[]
  readonly settings?: Readonly<Record<string, string>>
}

/** The gateway with keys, limits, log and metrics. */
export async function gateway(
  { port: upstream }: Pick<PinnedProcess, "port">,
  { folder, nodeOptions = [], settings = {} }: GatewayOptions,
): Promise<Target> {
  const port = await freePort()
  const { node } = await builtGateway()
  const started = await startPinned({
    command: [process.execPath, ...nodeOptions, node],
    core: 0,
    port,
    log: join(folder, `gateway-${port}.log`),
    variables: {
      PORT: String(port),
      HOST: "127.0.0.1",
      UPSTREAM_URL: `http://127.0.0.1:${upstream}`,
      API_KEYS: key,
      RATE_LIMIT: "1000000/1s",
      STREAM_LIMIT: "10000",
      ...settings,
    },
  })
  const headers = { authorization: `Bearer ${key}` }
  return { name: "gateway", url: urlOf(started), headers, passesBytes: true, process: started }
}

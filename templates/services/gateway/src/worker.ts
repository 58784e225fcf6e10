import { createGateway, type Gateway } from "./app.ts"
import { readConfig } from "./config.ts"
import { internal, errorBody } from "./errors.ts"
import { createLog } from "./log.ts"
import { sendWithFetch } from "./send-fetch.ts"

/** A Worker does not start by itself: the first request makes the gateway, and the others of this isolate share it. */
let gateway: Gateway | undefined

export default {
  async fetch(request: Request, variables: Readonly<Record<string, unknown>>): Promise<Response> {
    gateway ??= await makeGateway(variables)
    if (gateway === undefined)
      return Response.json(errorBody(internal), { status: internal.status })
    return await gateway.fetch(request)
  },
}

async function makeGateway(
  variables: Readonly<Record<string, unknown>>,
): Promise<Gateway | undefined> {
  const read = readConfig(variables)
  if (read.ok) {
    const log = createLog(read.config.logLevel, (line) => console.log(line))
    return await createGateway(read.config, { send: sendWithFetch, sha256, log })
  }
  console.error(["The gateway cannot start:", ...read.problems].join("\n- "))
  return undefined
}

async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)))
}

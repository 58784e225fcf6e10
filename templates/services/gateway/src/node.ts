import { createHash } from "node:crypto"
import { serve } from "@hono/node-server"
import { createGateway } from "./app.ts"
import { type Config, readConfig } from "./config.ts"
import { createLog } from "./log.ts"
import { createUndiciSend } from "./send-undici.ts"

/** Time that requests get to end after the platform asked the gateway to stop. */
const drainMs = 25_000
const badConfiguration = 78

const read = readConfig(process.env)
if (read.ok) await start(read.config)
else {
  console.error(["The gateway cannot start:", ...read.problems].join("\n- "))
  process.exitCode = badConfiguration
}

async function start(config: Config): Promise<void> {
  const log = createLog(config.logLevel, (line) => process.stdout.write(`${line}\n`))
  const sha256 = (text: string) => createHash("sha256").update(text).digest()
  const gateway = await createGateway(config, { send: createUndiciSend(), sha256, log })
  for (const name of config.unused) log("warn", `${name} is set, but this version does not use it`)
  if (config.keys.length === 0) log("warn", "AUTH=none: anybody may call")
  const { port, host } = config
  const server = serve({
    fetch: gateway.fetch,
    port,
    ...(host === undefined ? {} : { hostname: host }),
  })
  server.on("listening", () => log("info", "listening", { address: server.address() }))
  server.on("error", (error) => {
    console.error(`The gateway cannot listen on port ${port}: ${error.message}`)
    process.exit(1)
  })
  process.once("SIGTERM", stop).once("SIGINT", stop)

  function stop(): void {
    log("info", "stopping")
    // Connections that fall idle from now on would keep the server open.
    const idle = setInterval(
      () => "closeIdleConnections" in server && server.closeIdleConnections(),
      100,
    )
    server.close(() => {
      log("info", "stopped")
      process.exit(0)
    })
    setTimeout(gateway.abort, drainMs)
    idle.unref()
  }
}

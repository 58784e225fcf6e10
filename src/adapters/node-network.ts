import type { NameResolver, Network, ResolvedName } from "../ports/network.ts"

const loopback = "127.0.0.1"

/** Finds free ports by listening on them for a moment, and asks the system's name servers. */
export const nodeNetwork: Network & NameResolver = { freePort, isFree, resolve: resolveLazily }

async function resolveLazily(name: string): Promise<ResolvedName> {
  const { resolveName } = await import("./node-network/resolve-name.ts")
  return await resolveName(name)
}

async function freePort(wish: number | undefined): Promise<number> {
  if (wish !== undefined && (await isFree(wish))) return wish
  return (await listen(0)) ?? (await freePort(undefined))
}

async function isFree(port: number): Promise<boolean> {
  return (await listen(port)) !== undefined
}

/** The port that was listened on, or undefined where somebody else does. */
async function listen(port: number): Promise<number | undefined> {
  const { createServer } = await import("node:net")
  return await new Promise((resolve) => {
    const server = createServer()
    server.once("error", () => resolve(undefined))
    server.listen({ host: loopback, port, exclusive: true }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === "object" ? address?.port : undefined))
    })
  })
}

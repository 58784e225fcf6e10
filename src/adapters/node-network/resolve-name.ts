import type { ResolvedName } from "../../ports/network.ts"

export interface NameServers {
  /** Addresses of servers to ask for aliases instead of the system's: `127.0.0.1:5300`. */
  readonly servers?: readonly string[]
}

const limits = { timeout: 2000, tries: 2, maxAliases: 16 } as const

/** Resolves a name as connections do, and reads the chain of its aliases. */
export async function resolveName(
  name: string,
  { servers }: NameServers = {},
): Promise<ResolvedName> {
  const [aliases, found] = await Promise.all([aliasesOf(name, servers), addressesOf(name)])
  return { aliases, ...found }
}

async function addressesOf(name: string): Promise<Omit<ResolvedName, "aliases">> {
  const { lookup } = await import("node:dns/promises")
  try {
    const found = await lookup(name, { all: true })
    return { addresses: found.map(({ address }) => address), failure: undefined }
  } catch (error) {
    return { addresses: [], failure: codeOf(error) }
  }
}

/** A chain that leads in a circle ends where it began to repeat; what cannot be asked has no further alias. */
async function aliasesOf(
  name: string,
  servers: readonly string[] | undefined,
): Promise<readonly string[]> {
  const { Resolver } = await import("node:dns/promises")
  const { timeout, tries, maxAliases } = limits
  const resolver = new Resolver({ timeout, tries })
  if (servers !== undefined) resolver.setServers(servers)
  const aliases: string[] = []
  while (aliases.length < maxAliases) {
    const [next] = await resolver.resolveCname(aliases.at(-1) ?? name).catch(() => [])
    if (next === undefined || next === name || aliases.includes(next)) break
    aliases.push(next)
  }
  return aliases
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown"
}

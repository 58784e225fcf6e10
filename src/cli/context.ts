import { join } from "node:path"
import type { Provider } from "../provider/provider.ts"
import type { Context, PlatformRegistry } from "../workflows/context.ts"

/** The composition root: the only place that knows which adapter serves which port. */
export async function createContext(root: string): Promise<Context> {
  const [
    { nodeFiles },
    { execaProcesses },
    { systemClock },
    { inquirerPrompt },
    { nodeRandom },
    { nodeNetwork },
    { undiciProber },
    { nodeSupervisor },
    { supervisorProgram },
    { staticServerProgram },
  ] = await Promise.all([
    import("../adapters/node-files.ts"),
    import("../adapters/execa-processes.ts"),
    import("../adapters/system-clock.ts"),
    import("../adapters/inquirer-prompt.ts"),
    import("../adapters/node-random.ts"),
    import("../adapters/node-network.ts"),
    import("../adapters/undici-prober.ts"),
    import("../adapters/supervisor/node-supervisor.ts"),
    import("../adapters/supervisor/supervisor-program.ts"),
    import("../adapters/static-server/static-server-program.ts"),
  ])
  return {
    files: nodeFiles,
    processes: execaProcesses,
    clock: systemClock,
    prompt: inquirerPrompt({ input: process.stdin, output: process.stderr }),
    random: nodeRandom,
    network: nodeNetwork,
    prober: undiciProber(),
    supervisor: nodeSupervisor(supervisorProgram(root)),
    platforms: await platformRegistry(),
    workingFolder: process.cwd(),
    variables: process.env,
    machine: {
      process: process.pid,
      nodePath: process.execPath,
      staticServer: staticServerProgram(root),
      system: `${process.platform} ${process.arch}`,
      nodeVersion: process.versions.node,
    },
    templatesFolder: join(root, "templates"),
  }
}

async function platformRegistry(): Promise<PlatformRegistry> {
  const { registry } = await import("../../providers/registry.gen.ts")
  const entries = new Map<string, RegistryEntry>(Object.entries(registry))
  return {
    ids: [...entries.keys()].toSorted(),
    everywhere: [...entries].filter(([, { everywhere }]) => everywhere).map(([id]) => id),
    load: async (ids) => {
      const known = [...new Set(ids)].filter((id) => entries.has(id)).toSorted()
      const loaded = await Promise.all(
        known.map(async (id): Promise<readonly [string, Provider][]> => {
          const module = await entries.get(id)?.load()
          return module === undefined ? [] : [[id, module.default]]
        }),
      )
      return new Map(loaded.flat())
    },
  }
}

interface RegistryEntry {
  readonly everywhere: boolean
  readonly load: () => Promise<{ readonly default: Provider }>
}

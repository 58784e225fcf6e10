import { join } from "node:path"
import { execaProcesses } from "../adapters/execa-processes.ts"
import { inquirerPrompt } from "../adapters/inquirer-prompt.ts"
import { nodeFiles } from "../adapters/node-files.ts"
import { nodeNetwork } from "../adapters/node-network.ts"
import { nodeRandom } from "../adapters/node-random.ts"
import { staticServerProgram } from "../adapters/static-server/static-server-program.ts"
import { nodeSupervisor } from "../adapters/supervisor/node-supervisor.ts"
import { supervisorProgram } from "../adapters/supervisor/supervisor-program.ts"
import { systemClock } from "../adapters/system-clock.ts"
import { undiciProber } from "../adapters/undici-prober.ts"
import type { Provider } from "../provider/provider.ts"
import type { Context, PlatformRegistry } from "../workflows/context.ts"

/**
 * The composition root: the only place that knows which adapter serves which port. Adapters load their technology
 * when it is first used, so that naming them here costs nothing.
 */
export async function createContext(root: string): Promise<Context> {
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

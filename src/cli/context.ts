import { hostname } from "node:os"
import { join } from "node:path"
import { execaProcesses } from "../adapters/execa-processes.ts"
import { inquirerPrompt } from "../adapters/inquirer-prompt.ts"
import { nodeFiles } from "../adapters/node-files.ts"
import { nodeNetwork } from "../adapters/node-network.ts"
import { nodeRandom } from "../adapters/node-random.ts"
import { nodeTimer } from "../adapters/node-timer.ts"
import { staticServerProgram } from "../adapters/static-server/static-server-program.ts"
import { nodeSupervisor } from "../adapters/supervisor/node-supervisor.ts"
import { supervisorProgram } from "../adapters/supervisor/supervisor-program.ts"
import { octokitSourceControl } from "../adapters/octokit-source-control.ts"
import { secretlintScanner } from "../adapters/secretlint-scanner.ts"
import { systemClock } from "../adapters/system-clock.ts"
import { undiciHttp } from "../adapters/undici-http.ts"
import { undiciLoad } from "../adapters/undici-load.ts"
import { undiciProber } from "../adapters/undici-prober.ts"
import type { Provider } from "../provider/provider.ts"
import type { Context, PlatformRegistry } from "../workflows/context.ts"
import { stateStores } from "./state-stores.ts"

/**
 * The composition root: the only place that knows which adapter serves which port. Adapters load their technology
 * when it is first used, so that naming them here costs nothing.
 */
export async function createContext(root: string): Promise<Context> {
  const http = undiciHttp()
  return {
    files: nodeFiles,
    processes: execaProcesses,
    clock: systemClock,
    timer: nodeTimer,
    prompt: inquirerPrompt({ input: process.stdin, output: process.stderr }),
    random: nodeRandom,
    secretScanner: secretlintScanner,
    openSourceControl: octokitSourceControl,
    openState: stateStores(http),
    network: nodeNetwork,
    http,
    prober: undiciProber(),
    load: undiciLoad(),
    supervisor: nodeSupervisor(supervisorProgram(root)),
    platforms: await platformRegistry(),
    prices: {
      load: async () => (await loadPrices()).priceBooks,
      loadArchitectures: async () => (await loadPrices()).architectures,
      loadTokens: async () => await (await loadPrices()).tokenPriceBooks(),
    },
    workingFolder: process.cwd(),
    variables: process.env,
    machine: {
      host: hostname(),
      process: process.pid,
      nodePath: process.execPath,
      staticServer: staticServerProgram(root),
      system: `${process.platform} ${process.arch}`,
      nodeVersion: process.versions.node,
    },
    templatesFolder: join(root, "templates"),
  }
}

async function loadPrices() {
  return await import("../../providers/price-books.gen.ts")
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

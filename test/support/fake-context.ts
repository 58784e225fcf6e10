import * as z from "zod"
import type { PlatformFacts } from "../../src/core/project/platform-facts.ts"
import { defineProvider } from "../../src/provider/define-provider.ts"
import type { Provider } from "../../src/provider/provider.ts"
import type { Context } from "../../src/workflows/context.ts"
import { fileState } from "../../src/adapters/file-state.ts"
import { memoryFiles } from "./memory-files.ts"
import { nobody } from "./scripted-prompt.ts"
import { testPlatform } from "./test-platform.ts"

/**
 * A world of fakes: an empty disk, nobody to ask, no programs, and the platforms `alpha` and `beta`. Ports that are
 * not faked here fail the test that touches them.
 */
export function fakeContext(changes: Partial<Context> = {}): Context {
  return {
    files: memoryFiles(),
    processes: { run: async () => ({ status: "not-found" }), isRunning: () => false },
    clock: { today: () => "2026-11-21", nowMs: () => 0, sleep: () => Promise.resolve() },
    timer: { every: () => () => undefined },
    prompt: nobody,
    supervisor: absent("supervisor"),
    prober: absent("prober"),
    load: absent("load"),
    network: absent("network"),
    secretScanner: absent("secretScanner"),
    openSourceControl: () => {
      throw new Error("The test gives no source control, and it was opened.")
    },
    openState: async (options, { files }) => {
      if (options.store === "local") return fileState(files, options.folder)
      throw new Error("The test gives no bucket, and one was opened.")
    },
    http: absent("http"),
    random: { secretKey: () => "a-key-that-is-not-random", fraction: () => 0.5 },
    platforms: fakeRegistry([testProvider("alpha"), testProvider("beta")]),
    prices: {
      load: () => Promise.resolve([]),
      loadArchitectures: () => Promise.resolve([]),
      loadTokens: () => Promise.resolve([]),
    },
    workingFolder: "/project",
    variables: {},
    machine: {
      host: "here",
      process: 1,
      nodePath: "/usr/bin/node",
      staticServer: "/aidep/static-server.js",
      system: "linux x64",
      nodeVersion: "24.0.0",
    },
    templatesFolder: "/templates",
    ...changes,
  }
}

function absent<Port extends object>(name: string): Port {
  const refuse = (_: unknown, part: string | symbol) => {
    throw new Error(`The test gives no ${name}, and its "${String(part)}" was used.`)
  }
  return new Proxy<object>({}, { get: refuse }) as Port
}

/** A provider without files of its own. */
export function testProvider(id: string, changes: Partial<PlatformFacts> = {}): Provider {
  return defineProvider({
    ...testPlatform(id, changes),
    docs: `https://${id}.example`,
    options: z.strictObject({}),
  })
}

export function fakeRegistry(providers: readonly Provider[]): Context["platforms"] {
  const byId = new Map(providers.map((provider) => [provider.id, provider]))
  return {
    ids: [...byId.keys()].toSorted(),
    everywhere: [],
    load: async (ids) =>
      new Map(
        [...new Set(ids)].toSorted().flatMap((id) => {
          const provider = byId.get(id)
          return provider === undefined ? [] : [[id, provider] as const]
        }),
      ),
  }
}

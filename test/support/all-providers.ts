import { registry } from "../../providers/registry.gen.ts"
import type { Provider } from "../../src/provider/provider.ts"

/** All platforms there are, in the order of their ids. */
export async function allProviders(): Promise<readonly Provider[]> {
  const loaded = await Promise.all(Object.values(registry).map(({ load }) => load()))
  return loaded.map((module) => module.default)
}

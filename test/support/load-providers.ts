import { registry } from "../../providers/registry.gen.ts"
import type { Provider } from "../../src/provider/provider.ts"

/** All providers of the registry, by the order of their ids. */
export async function loadProviders(): Promise<readonly Provider[]> {
  const modules = await Promise.all(Object.values(registry).map(({ load }) => load()))
  return modules.map((module) => module.default)
}

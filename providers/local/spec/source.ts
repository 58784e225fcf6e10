import type { SourceFolder } from "aidep/provider"

/** What every spec says of the source that it is made from. */
export function sourceOf({ path, runtime, dependencyFile }: SourceFolder) {
  return {
    source: path,
    ...(runtime === undefined ? {} : { language: runtime.language, version: runtime.version }),
    ...(dependencyFile === undefined ? {} : { dependencyFile }),
  }
}

/** How long a service may take to be up where the manifest does not say. */
export const defaultStartupMs = 60_000

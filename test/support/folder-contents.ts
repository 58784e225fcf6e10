import type { FolderContents } from "../../src/core/init/found-service.ts"
import { recogniseService } from "../../src/core/init/recognise-service.ts"
import { inspectSource } from "../../src/core/project/inspect-source.ts"

/** A folder with the given files, as `aidep init` sees it. */
export function folderContents(
  files: Readonly<Record<string, string>>,
  path = ".",
): FolderContents {
  const texts = new Map(Object.entries(files))
  return { path, files: texts, facts: inspectSource({ names: Object.keys(files), texts }) }
}

export function recognised(files: Readonly<Record<string, string>>, path?: string) {
  return recogniseService(folderContents(files, path))
}

export function packageJson(description: object): string {
  return JSON.stringify({ name: "api", ...description })
}

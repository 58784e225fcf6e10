import { globSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { SourceFacts } from "../../src/core/project/source-facts.ts"
import { pythonSource } from "./render-manifest.ts"

export interface FixtureManifest {
  /** File name without its extension. */
  readonly name: string
  readonly text: string
}

const folder = fileURLToPath(new URL("../fixtures/manifests/", import.meta.url))

/** The manifests in test/fixtures/manifests, in the order of their names. */
export function fixtureManifests(): readonly FixtureManifest[] {
  return globSync("*.yaml", { cwd: folder })
    .toSorted()
    .map((file) => ({
      name: file.replace(/\.yaml$/, ""),
      text: readFileSync(`${folder}${file}`, "utf8"),
    }))
}

/** What stands in their source folders, where it is not a Node service. */
export const fixtureSources: Readonly<Record<string, SourceFacts>> = {
  "./services/inference": pythonSource,
}

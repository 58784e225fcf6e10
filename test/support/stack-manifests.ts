import { globSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { type FixtureManifest, fixtureManifests } from "./fixture-manifests.ts"

const stacks = fileURLToPath(new URL("../../templates/stacks/", import.meta.url))

/** The manifests of all stacks, under the names of their folders. */
export function stackManifests(): readonly FixtureManifest[] {
  return globSync("*/aidep.yaml", { cwd: stacks })
    .toSorted()
    .map((file) => ({
      name: file.replace(/\/aidep\.yaml$/, ""),
      text: readFileSync(`${stacks}${file}`, "utf8"),
    }))
}

/** Everything that a driver has to bring to where the plan after it is empty. */
export function everyManifest(): readonly FixtureManifest[] {
  return [...fixtureManifests(), ...stackManifests()]
}

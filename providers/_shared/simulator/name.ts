import { kindIn, markers, ownerIn } from "../remote/ownership.ts"

interface Named {
  readonly name: string
  readonly variables: Readonly<Record<string, string>>
}

/** True for a simulated service of that name, be it its own or that in the manifest. */
export function isCalled({ name, variables }: Named, wanted: string): boolean {
  const marker = variables[markers.resource] ?? ""
  const address = marker.slice(marker.indexOf("/") + 1)
  return name === wanted || (kindIn(address) !== "" && ownerIn(address) === wanted)
}

import type { NameResolver } from "../../../../src/ports/network.ts"
import { virtualClock } from "../../../../src/workflows/rehearse/virtual-clock.ts"
import type { LiveSubject } from "../../../../src/workflows/check/automatic/live-subject.ts"
import { fakeContext } from "../../../support/fake-context.ts"
import { projectOf } from "../../../support/resolve-text.ts"
import { scriptedProber } from "../../../support/scripted-prober.ts"

export interface SceneInput {
  /** Fields of the service `api`. */
  readonly service?: string
  /** The rest of the manifest. */
  readonly more?: string
  readonly address: string
  readonly resolve?: NameResolver["resolve"]
}

/** One service that stands at an address, in a world that answers as scripted. */
export function scene(
  { service = "kind: web", more = "", address, resolve = nowhere }: SceneInput,
  script: Parameters<typeof scriptedProber>[0],
) {
  const clock = virtualClock()
  const prober = scriptedProber(script, clock)

  const project = projectOf(`version: 1
name: shop
services:
  api: { ${service}, source: ./api, targets: [acme], port: 8080 }
${more}
`)
  const values = new Map([["API_KEYS", "key-of-a-caller"]])
  const subject: LiveSubject = {
    project,
    addresses: new Map([["api", address]]),
    credentialSource: (name) => ({
      service: name,
      environment: "production",
      external: false,
      secret: (secret) => values.get(secret),
    }),
    secrets: [],
    privateAddresses: "refused",
    signal: new AbortController().signal,
  }
  const context = fakeContext({
    clock,
    prober,
    network: { freePort: unused, isFree: unused, resolve },
  })
  return { subject, context, prober }
}

function unused(): Promise<never> {
  return Promise.reject(new Error("No port is wanted."))
}

function nowhere(): never {
  throw new Error("No name is to be resolved.")
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { onTestFinished } from "vitest"
import local from "../../../providers/local/provider.ts"
import { execaProcesses } from "../../../src/adapters/execa-processes.ts"
import { nodeFiles } from "../../../src/adapters/node-files.ts"
import { nodeNetwork } from "../../../src/adapters/node-network.ts"
import { staticServerProgram } from "../../../src/adapters/static-server/static-server-program.ts"
import { nodeSupervisor } from "../../../src/adapters/supervisor/node-supervisor.ts"
import { supervisorProgram } from "../../../src/adapters/supervisor/supervisor-program.ts"
import { systemClock } from "../../../src/adapters/system-clock.ts"
import { undiciHttp } from "../../../src/adapters/undici-http.ts"
import { undiciProber } from "../../../src/adapters/undici-prober.ts"
import { planChanges } from "../../../src/core/plan/changes.ts"
import type { DesiredResource, ObservedResource } from "../../../src/core/plan/resource.ts"
import type { SourceFacts } from "../../../src/core/project/source-facts.ts"
import type {
  ApplyOutcome,
  RemoteMachine,
  RemotePorts,
  RemoteScope,
} from "../../../src/provider/remote.ts"
import { renderManifest } from "../../support/render-manifest.ts"

const root = fileURLToPath(new URL("../../..", import.meta.url))

export const realPorts: RemotePorts = {
  files: nodeFiles,
  processes: execaProcesses,
  supervisor: nodeSupervisor(supervisorProgram(root)),
  prober: undiciProber(),
  clock: systemClock,
  network: nodeNetwork,
  http: undiciHttp(),
}

export interface LocalProjectOptions {
  readonly manifest: string
  /** Files below the project's folder. */
  readonly files?: Readonly<Record<string, string>>
  readonly sources?: Readonly<Record<string, Partial<SourceFacts>>>
  readonly ports?: Partial<RemotePorts>
  readonly machine?: Partial<RemoteMachine>
  readonly signal?: AbortSignal
}

export interface LocalProject {
  readonly folder: string
  readonly scope: RemoteScope
  /** What the driver said on its way. */
  readonly progress: readonly string[]
  /** The resource of a service or data store. */
  readonly desired: (owner: string, deploymentId?: string) => DesiredResource
  readonly create: (owner: string, work?: ApplyOptions) => Promise<ApplyOutcome>
  readonly update: (owner: string, work?: ApplyOptions) => Promise<ApplyOutcome>
  readonly observe: (owner: string) => Promise<ObservedResource>
  readonly write: (files: Readonly<Record<string, string>>) => void
}

export interface ApplyOptions {
  readonly deploymentId?: string
  readonly variables?: Readonly<Record<string, string>>
}

const remote = await local.remote?.()
if (remote === undefined) throw new Error("The platform has no driver.")
export const driver = remote

/** A project in a temporary folder on the real machine. All that was started ends with the test. */
export function localProject(options: LocalProjectOptions): LocalProject {
  const folder = mkdtempSync(join(tmpdir(), "aidep-local-"))
  const progress: string[] = []
  const scope: RemoteScope = {
    folder,
    project: "shop",
    environment: "production",
    options: undefined,
    nameOf: (part) => part,
    credential: () => undefined,
    known: new Map(),
    ports: { ...realPorts, ...options.ports },
    machine: {
      nodePath: process.execPath,
      staticServer: staticServerProgram(root),
      variables: process.env,
      ...options.machine,
    },
    progress: (owner, text) => progress.push(`${owner}: ${text}`),
    signal: options.signal ?? new AbortController().signal,
  }
  const write = (files: Readonly<Record<string, string>>) => writeFiles(folder, files)
  write(options.files ?? {})
  onTestFinished(async () => {
    const clean = { ...scope, ports: realPorts }
    for (const found of await everything(clean)) await driver.remove(found, clean)
    rmSync(folder, { recursive: true, force: true })
  })
  const desired = desiredOf(options)
  const observe = async (owner: string) => {
    const found = (await everything(scope)).find((resource) => resource.owner === owner)
    if (found === undefined) throw new Error(`Nothing stands for "${owner}".`)
    return found
  }
  return {
    folder,
    scope,
    progress,
    desired,
    observe,
    write,
    create: async (owner, { deploymentId, variables = {} } = {}) =>
      await driver.create({ desired: desired(owner, deploymentId), ...given(variables) }, scope),
    update: async (owner, { deploymentId, variables = {} } = {}) =>
      await driver.update(
        {
          desired: desired(owner, deploymentId),
          ...given(variables),
          observed: await observe(owner),
        },
        scope,
      ),
  }
}

function given(variables: Readonly<Record<string, string>>) {
  return { variables, source: undefined }
}

async function everything(scope: RemoteScope): Promise<readonly ObservedResource[]> {
  const outcome = await driver.observe(scope)
  return outcome.status === "observed" ? outcome.resources : []
}

function desiredOf({ manifest, sources = {} }: LocalProjectOptions): LocalProject["desired"] {
  const text = `version: 1\nname: shop\n${manifest}`
  const { platforms, diagnostics } = renderManifest(text, {
    providers: [local],
    target: "local",
    sources,
  })
  const resources = platforms.get("local")?.resources ?? []
  return (owner, deploymentId = "d-1") => {
    const found = resources.find((resource) => resource.owner === owner)
    if (found === undefined) throw new Error(`No resource: ${JSON.stringify(diagnostics)}`)
    return { ...found, deploymentId: found.kind === "store" ? undefined : deploymentId }
  }
}

function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

/** The changes of what was deployed without variables. */
export function changesOf(desired: DesiredResource, observed: ObservedResource): readonly string[] {
  const comparison = { variables: () => undefined, fingerprint: () => "" }
  return planChanges([desired], [observed], comparison).map(({ type }) => type)
}

/** The outputs of what is up; throws with the problem and the log where it is not. */
export function outputsOf(outcome: ApplyOutcome) {
  if (outcome.status === "applied") return outcome.outputs
  throw new Error(`${outcome.problem.message}\n${outcome.log.join("\n")}`)
}

/** The failure of what did not come up. */
export function failureOf(outcome: ApplyOutcome) {
  if (outcome.status === "failed") return outcome
  throw new Error("It came up.")
}

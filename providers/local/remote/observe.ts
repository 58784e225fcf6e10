import {
  type ObservedResource,
  type ObserveOutcome,
  type RemoteScope,
  resourceAddress,
} from "aidep/provider"
import { stateOf } from "./describe-state.ts"
import { describeJob } from "./describe-job.ts"
import { environmentFolder, placesOf } from "./places.ts"
import { readRecord } from "./record.ts"

/** Everything that has a folder of its own in the environment: what runs, what ended, and what a killed run left. */
export async function observe(scope: RemoteScope): Promise<ObserveOutcome> {
  const owners = await scope.ports.files.list(environmentFolder(scope))
  const observed = await Promise.all(owners.map(async (owner) => await observeOne(owner, scope)))
  return { status: "observed", resources: observed.flat() }
}

async function observeOne(owner: string, scope: RemoteScope): Promise<readonly ObservedResource[]> {
  const places = placesOf(owner, scope)
  const { files, supervisor } = scope.ports
  if ((await files.inspect(places.folder)) !== "folder") return []
  const record = await readRecord(places, scope)
  if (typeof record !== "object") return [await withoutRecord(owner, record, scope)]
  const { address, kind, desired, deploymentId, outputs } = record
  const state = await supervisor.inspect(places.run)
  const described = stateOf(record, state)
  return [
    {
      address,
      kind,
      provider: "local",
      owner,
      id: owner,
      observed: { ...desired },
      deploymentId,
      outputs,
      ...(kind === "job" && described.state === "running"
        ? await describeJob(outputs.url, scope)
        : described),
    },
  ]
}

/** Its record was damaged, or aidep was killed before it wrote one: what can be known is that it is ours. */
async function withoutRecord(
  owner: string,
  record: "none" | "damaged",
  scope: RemoteScope,
): Promise<ObservedResource> {
  const { data, standInData } = placesOf(owner, scope)
  const kinds = await Promise.all([data, standInData].map(scope.ports.files.inspect))
  const kind = kinds.includes("folder") ? "store" : "process"
  return {
    address: resourceAddress(scope.environment, { owner, kind, name: owner }),
    kind,
    provider: "local",
    owner,
    id: owner,
    observed: {},
    deploymentId: undefined,
    state: "failed",
    about:
      record === "damaged"
        ? "What was written down about it cannot be read. The next deploy starts it anew."
        : "An earlier deploy was ended while it was prepared. The next one starts it anew.",
    outputs: {},
  }
}

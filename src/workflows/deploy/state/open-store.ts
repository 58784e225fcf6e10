import { join } from "node:path"
import type { Manifest } from "../../../core/manifest/schema/manifest.ts"
import { bucketCredentials } from "../../../core/secrets/state-credentials.ts"
import { AidepError, problem } from "../../../errors/aidep-error.ts"
import { missingStateCredentials } from "../../../errors/catalogue/state.ts"
import type { StateCredentials, StateStore } from "../../../ports/state-store.ts"
import type { Context } from "../../context.ts"
import { loadSecrets } from "../../load-secrets.ts"

/** Whose history it is. */
export interface Place {
  /** Folder of the manifest, absolute. */
  readonly folder: string
  /** Says which store. */
  readonly parsed: { readonly manifest: Pick<Manifest, "name" | "state"> }
  readonly project: { readonly environment: string }
}

/**
 * Opens the store that the manifest names; a folder beside it where it names none.
 *
 * @throws AidepError `state/missing-credentials`.
 */
export async function openStore(place: Place, context: Context): Promise<StateStore> {
  const { folder, parsed } = place
  const { manifest } = parsed
  const { files } = context
  if (manifest.state?.store !== "s3") {
    const options = { store: "local", folder: join(folder, ".aidep", "state") } as const
    return await context.openState(options, { files })
  }
  const { bucket, endpoint, region } = manifest.state
  const options = {
    store: "s3",
    bucket,
    endpoint,
    region: region ?? context.variables["AWS_REGION"],
    prefix: `aidep/${manifest.name}/`,
    credentials: await credentialsOf(place, bucket, context),
  } as const
  return await context.openState(options, { files })
}

async function credentialsOf(
  { folder, project }: Place,
  bucket: string,
  context: Context,
): Promise<StateCredentials> {
  const value = await loadSecrets({ folder, environment: project.environment }, context)
  const [accessKeyId, secretAccessKey] = bucketCredentials.map(value)
  const sessionToken = value("AWS_SESSION_TOKEN")
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    const missing = bucketCredentials.filter((name) => value(name) === undefined)
    throw new AidepError(problem(missingStateCredentials, { missing, bucket }))
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) }
}

/** Names in the store. */
export function keysOf({ project: { environment } }: Pick<Place, "project">) {
  return {
    history: `${environment}.json`,
    journal: `${environment}.journal.jsonl`,
    lock: `${environment}.lock`,
  }
}

/** Where something is kept, for people. */
export function shownPlace(store: StateStore, key: string): string {
  return `${store.place}/${key}`
}

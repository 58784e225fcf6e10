import type { ApiOutcome } from "aidep/provider"
import * as z from "zod"
import { askModal } from "./ask-modal.ts"
import * as commands from "./commands.ts"
import { type ModalScope, placeOf } from "./modal-scope.ts"

/**
 * Answers of `--json`, as the client 1.6.4 writes them; 1.5.0 writes the same keys.
 * https://modal.com/docs/cli/latest (2026-11)
 */
export const appList = z.array(
  z.object({ app_id: z.string(), description: z.string(), state: z.string(), tasks: z.string() }),
)
export type ListedApp = z.output<typeof appList>[number]

/** Newest first. There is no key `tag` where no deployment has one. */
export const historyList = z.array(z.object({ version: z.string(), tag: z.string().nullish() }))
export type HistoryEntry = z.output<typeof historyList>[number]

export const nameList = z.array(z.object({ name: z.string() }))

export const fileList = z.array(z.object({ filename: z.string() }))

/** `active` is a text. */
export const environmentList = z.array(
  z.object({
    name: z.string(),
    web_suffix: z.string().nullish(),
    active: z.enum(["True", "False"]),
  }),
)
export type ListedEnvironment = z.output<typeof environmentList>[number]

export const profileList = z.array(z.object({ name: z.string(), workspace: z.string() }))

export async function readApps(scope: ModalScope): Promise<ApiOutcome<readonly ListedApp[]>> {
  const args = commands.listApps(placeOf(scope))
  return await askModal({ operation: "modal.listApps", args, answer: appList }, scope)
}

/** The app of a name that serves now; stopped ones stay in the list for a while. */
export async function deployedApp(
  name: string,
  scope: ModalScope,
): Promise<ApiOutcome<ListedApp | undefined>> {
  const apps = await readApps(scope)
  if (apps.status === "failed") return apps
  const value = apps.value.find(
    ({ description, state }) => description === name && state === "deployed",
  )
  return { status: "done", value }
}

export async function readHistory(
  app: string,
  scope: ModalScope,
): Promise<ApiOutcome<readonly HistoryEntry[]>> {
  const args = commands.appHistory(app, placeOf(scope))
  return await askModal({ operation: "modal.appHistory", args, answer: historyList }, scope)
}

export async function readSecretNames(scope: ModalScope): Promise<ApiOutcome<ReadonlySet<string>>> {
  const args = commands.listSecrets(placeOf(scope))
  return namesIn(await askModal({ operation: "modal.listSecrets", args, answer: nameList }, scope))
}

export async function readVolumeNames(scope: ModalScope): Promise<ApiOutcome<ReadonlySet<string>>> {
  const args = commands.listVolumes(placeOf(scope))
  return namesIn(await askModal({ operation: "modal.listVolumes", args, answer: nameList }, scope))
}

export async function readEnvironments(
  scope: ModalScope,
): Promise<ApiOutcome<readonly ListedEnvironment[]>> {
  const args = commands.listEnvironments
  return await askModal(
    { operation: "modal.listEnvironments", args, answer: environmentList },
    scope,
  )
}

function namesIn(
  listed: ApiOutcome<readonly { readonly name: string }[]>,
): ApiOutcome<ReadonlySet<string>> {
  return listed.status === "failed"
    ? listed
    : { status: "done", value: new Set(listed.value.map(({ name }) => name)) }
}

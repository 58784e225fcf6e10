import * as z from "zod"

const version = z.object({
  /** 1 for the first. */
  number: z.int(),
  tag: z.string().nullable(),
  deployedMs: z.number(),
  /** Its process ends soon after its start. */
  crashes: z.boolean(),
})

const app = z.object({
  id: z.string(),
  name: z.string(),
  environment: z.string(),
  isStopped: z.boolean(),
  /** Oldest first; the last one serves. */
  versions: z.array(version).readonly(),
})

const named = z.object({ name: z.string(), environment: z.string() })

/** Paths of its files; what is in them is not kept. */
const volume = named.extend({ files: z.array(z.string()).readonly() })

/** All that a simulated workspace holds, as plain data. */
export const savedAccount = z.object({
  workspace: z.string(),
  /** Web suffixes by name. The first is the default one. */
  environments: z.record(z.string(), z.string()).readonly(),
  apps: z.array(app).readonly(),
  secrets: z.array(named).readonly(),
  volumes: z.array(volume).readonly(),
  /** Apps that the plan allows. */
  appLimit: z.int(),
  /** By app or service. */
  breakages: z.record(z.string(), z.enum(["crash-loop", "build-fails"])).readonly(),
})

export type Account = Readonly<z.output<typeof savedAccount>>
export type SimulatedApp = Readonly<z.output<typeof app>>
export type SimulatedVersion = Readonly<z.output<typeof version>>
export type SimulatedVolume = Readonly<z.output<typeof volume>>

/** A new workspace has the environment "main", whose addresses have no suffix. */
export const emptyAccount: Account = {
  workspace: "acme",
  environments: { main: "" },
  apps: [],
  secrets: [],
  volumes: [],
  appLimit: 200,
  breakages: {},
}

const idDigits = 22

export function appId(account: Account): string {
  return `ap-${String(account.apps.length + 1).padStart(idDigits, "0")}`
}

export function deployedApp(
  account: Account,
  { environment, name }: { readonly environment: string; readonly name: string },
): SimulatedApp | undefined {
  return account.apps.find(
    (one) => !one.isStopped && one.name === name && one.environment === environment,
  )
}

export function withApp(account: Account, changed: SimulatedApp): Account {
  const isNew = account.apps.every(({ id }) => id !== changed.id)
  const apps = isNew
    ? [...account.apps, changed]
    : account.apps.map((one) => (one.id === changed.id ? changed : one))
  return { ...account, apps }
}

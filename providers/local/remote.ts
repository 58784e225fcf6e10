import type { Remote } from "aidep/provider"
import { apply } from "./remote/apply.ts"
import { logs } from "./remote/logs.ts"
import { observe } from "./remote/observe.ts"
import { remove } from "./remote/remove.ts"

/** Runs services and data stores as supervised processes of this machine. */
export const localRemote: Remote = { observe, create: apply, update: apply, remove, logs }

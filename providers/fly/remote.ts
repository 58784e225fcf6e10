import type { Remote } from "aidep/provider"
import type { FlyOptions } from "./options.ts"
import { create, update } from "./remote/apply.ts"
import { flyCanary } from "./remote/canary.ts"
import { logs } from "./remote/logs.ts"
import { observe } from "./remote/observe.ts"
import { remove } from "./remote/remove.ts"
import { settle } from "./remote/settle.ts"

/** Drives Fly by its Machines API, https://fly.io/docs/machines/api/, and flyctl for builds. */
export const flyRemote: Remote<FlyOptions> = {
  observe,
  create,
  update,
  settle,
  remove,
  adopts: true,
  canary: flyCanary,
  logs,
}

import type { Remote } from "aidep/provider"
import type { RenderOptions } from "./options.ts"
import { create, update } from "./remote/apply.ts"
import { logs } from "./remote/logs.ts"
import { observe } from "./remote/observe.ts"
import { remove } from "./remote/remove.ts"
import { settle } from "./remote/settle.ts"

/** Drives Render by its public API, https://api-docs.render.com. */
export const renderRemote: Remote<RenderOptions> = {
  observe,
  create,
  update,
  settle,
  remove,
  adopts: true,
  logs,
}

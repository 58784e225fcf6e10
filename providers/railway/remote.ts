import type { Remote } from "aidep/provider"
import type { RailwayOptions } from "./options.ts"
import { create, update } from "./remote/apply.ts"
import { logs } from "./remote/logs.ts"
import { observe } from "./remote/observe.ts"
import { remove } from "./remote/remove.ts"
import { settle } from "./remote/settle.ts"

/** Drives Railway by its public GraphQL API, https://docs.railway.com/integrations/api. */
export const railwayRemote: Remote<RailwayOptions> = {
  observe,
  create,
  update,
  settle,
  remove,
  adopts: true,
  logs,
}

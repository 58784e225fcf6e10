import type { Remote } from "aidep/provider"
import type { ModalOptions } from "./options.ts"
import { create, update } from "./remote/apply.ts"
import { logs } from "./remote/logs.ts"
import { observe } from "./remote/observe.ts"
import { remove } from "./remote/remove.ts"
import { settle } from "./remote/settle.ts"

/**
 * Drives Modal by its own client, https://modal.com/docs/cli/latest: there is no public HTTP API. There is no canary: a
 * deploy gives all new requests to the new version.
 */
export const modalRemote: Remote<ModalOptions> = {
  observe,
  create,
  update,
  settle,
  remove,
  adopts: true,
  logs,
}

import type { Remote } from "aidep/provider"
import type { Options } from "./options.ts"
import { create, remove, settle, update } from "./remote/apply.ts"
import { observe } from "./remote/observe.ts"
import { workerCanary, workerLogs } from "./remote/worker/worker.ts"

/** Drives Cloudflare by its public API, https://developers.cloudflare.com/api/. */
export const cloudflareRemote: Remote<Options> = {
  observe,
  create,
  update,
  settle,
  remove,
  adopts: true,
  canary: workerCanary,
  logs: workerLogs,
}

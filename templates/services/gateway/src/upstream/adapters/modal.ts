import type { Adapter } from "./adapter.ts"
import { plainHttp } from "./plain-http.ts"

/**
 * A service on Modal: `Modal-Key` and `Modal-Secret` open Modal's own proxy, the token the service behind it. A server
 * that was scaled to zero answers 503 until a replica runs; a function is waited for.
 * Source: https://modal.com/docs/guide/webhook-proxy-auth (2026-11).
 */
export const modal: Adapter = {
  ...plainHttp,
  credentials: (upstream) => ({
    ...plainHttp.credentials(upstream),
    ...(upstream.modal === undefined
      ? {}
      : { "modal-key": upstream.modal.key, "modal-secret": upstream.modal.secret }),
  }),
}

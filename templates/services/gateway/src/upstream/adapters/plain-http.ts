import type { Adapter } from "./adapter.ts"

/** An upstream with the gateway's own routes, such as the inference service of these templates. */
export const plainHttp: Adapter = {
  prepare: ({ path, body }) => ({ path, body }),
  credentials: ({ token }) => (token === undefined ? {} : { authorization: `Bearer ${token}` }),
  isWaking: (status) => status === 503,
}

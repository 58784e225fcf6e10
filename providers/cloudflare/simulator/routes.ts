import { bucketRoutes } from "./bucket/routes.ts"
import { edgeRoutes } from "./edge/routes.ts"
import type { Route } from "./reply.ts"
import { workerRoutes } from "./worker/routes.ts"

/** The calls that the simulator knows: those that aidep and wrangler make. */
export const routes: readonly Route[] = [...edgeRoutes, ...workerRoutes, ...bucketRoutes]

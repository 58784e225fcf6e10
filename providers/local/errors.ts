import * as preparation from "./errors/preparation.ts"
import * as manifest from "./errors/manifest.ts"
import * as run from "./errors/run.ts"
import * as store from "./errors/store.ts"
import * as worker from "./errors/worker.ts"

export * from "./errors/manifest.ts"
export * from "./errors/preparation.ts"
export * from "./errors/run.ts"
export * from "./errors/store.ts"
export * from "./errors/worker.ts"

export const localErrors = [manifest, preparation, run, store, worker].flatMap((part) =>
  Object.values(part),
)

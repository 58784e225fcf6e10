import * as preparation from "./errors/preparation.ts"
import * as manifest from "./errors/manifest.ts"
import * as run from "./errors/run.ts"
import * as store from "./errors/store.ts"

export * from "./errors/manifest.ts"
export * from "./errors/preparation.ts"
export * from "./errors/run.ts"
export * from "./errors/store.ts"

export const localErrors = [manifest, preparation, run, store].flatMap((part) =>
  Object.values(part),
)

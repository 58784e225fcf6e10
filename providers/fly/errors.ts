import { deployErrors } from "./errors/deploy.ts"
import { manifestErrors } from "./errors/manifest.ts"

export const flyErrors = [...manifestErrors, ...deployErrors] as const

export { manifestJsonSchema } from "../core/manifest/json-schema.ts"

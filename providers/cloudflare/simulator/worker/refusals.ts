import type { Refused } from "../reply.ts"

/** Codes as wrangler's users and its source know them: https://github.com/cloudflare/workers-sdk (2026-11). */
export const missingWorker: Refused = {
  statusCode: 404,
  code: 10_007,
  message: "This Worker does not exist on your account.",
}

export const missingService: Refused = {
  statusCode: 404,
  code: 10_090,
  message: "This service does not exist on your account.",
}

export const noSubdomain: Refused = {
  statusCode: 404,
  code: 10_007,
  message: "You do not have a workers.dev subdomain.",
}

/** What is wrong with an upload. */
export function invalidUpload(message: string): Refused {
  return { statusCode: 400, code: 10_021, message }
}

export function invalidBody(message: string): Refused {
  return { statusCode: 400, code: 10_026, message }
}

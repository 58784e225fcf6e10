import { type ApiError, clientGone, stopping, timedOut } from "./http/errors.ts"

/** Why a request is given up: the reason of its abort signal. */
export type StopReason = "client gone" | "took too long" | "stopping"

export function stopError(reason: StopReason): ApiError {
  switch (reason) {
    case "client gone":
      return clientGone
    case "took too long":
      return timedOut
    case "stopping":
      return stopping
  }
}

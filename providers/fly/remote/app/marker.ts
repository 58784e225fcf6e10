import { markers } from "../../../_shared/remote/ownership.ts"

/** Name of the secret by which an app is known to be ours before it has a Machine. */
export const markerSecret: string = markers.resource

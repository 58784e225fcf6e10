import type { RemoteScope } from "aidep/provider"
import type { ModalOptions } from "../../options.ts"

export type ModalScope = RemoteScope<ModalOptions>

/** Variables of the token that commands are given. */
export const tokenVariables = { id: "MODAL_TOKEN_ID", secret: "MODAL_TOKEN_SECRET" } as const

export const tokenUrl = "https://modal.com/settings/tokens"

/** The workspace's environment that a project's apps stand in; undefined for the workspace's default one. */
export function placeOf({ options }: Pick<ModalScope, "options">): string | undefined {
  return options.environment
}

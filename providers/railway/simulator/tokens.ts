import { type Account, emptyAccount } from "./account.ts"

/** Of the account that a rehearsal deploys with. */
export const ownToken = "simulated-railway-token"
/** Of an account that is a member of another workspace only. */
export const foreignToken = "simulated-railway-token-elsewhere"
/** Of one environment of one project: such a token goes in a header of its own. */
export const projectToken = "simulated-railway-project-token"

/** That other workspace. Its ids count from far away, so that none of them is one of the first. */
export const foreignAccount: Account = {
  ...emptyAccount,
  made: 0xff_ff_ff,
  workspaces: [{ id: "00000000-0000-4000-8000-ffffffffffff", name: "Elsewhere" }],
}

export type Sender = "own" | "foreign" | "project" | "nobody"

export function senderOf(headers: Readonly<Record<string, string>>): Sender {
  if (headers["project-access-token"] === projectToken) return "project"
  switch (headers["authorization"]) {
    case `Bearer ${ownToken}`:
      return "own"
    case `Bearer ${foreignToken}`:
      return "foreign"
    default:
      return "nobody"
  }
}

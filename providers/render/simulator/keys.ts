import { type Account, emptyAccount } from "./account.ts"

/** Of a member of the workspace that a rehearsal deploys to. */
export const ownKey = "rnd_simulated"
/** Of somebody who is a member of another workspace only: ids of the first one are not found with it. */
export const foreignKey = "rnd_simulated_elsewhere"

/** That other workspace. Its ids count from far away, so that none of them is one of the first. */
export const foreignAccount: Account = {
  ...emptyAccount,
  made: 1_000_000,
  owners: [{ id: "tea-0000000000elsewhere", name: "Elsewhere" }],
}

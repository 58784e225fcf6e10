import { entry, exitCodes } from "aidep/provider"

export const accountRefused = entry<{ account: string; action: string; reason: string }>({
  code: "cloudflare/account-refused",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "The API token does not reach the account, or may not do this there.",
  message: ({ account, action, reason }) =>
    `Cloudflare does not let CLOUDFLARE_API_TOKEN into the account "${account}" (${action}): ${reason}`,
  hint: () =>
    'Compare CLOUDFLARE_ACCOUNT_ID (or "platforms.cloudflare.accountId") with the account at https://dash.cloudflare.com/, and give the token the permissions that the README of the platform lists.',
  explanation:
    "Cloudflare answers alike where a token belongs to another account and where a permission is missing: that it does not authenticate. aidep names both.",
})

export const accountErrors = [accountRefused]

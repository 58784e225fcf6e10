/** Exit codes of every command, as the README documents them. Scripts may rely on them. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  changesPending: 3,
  checksFailed: 4,
  partlyApplied: 5,
  verdictUnknown: 6,
  invalidManifest: 65,
  unavailable: 69,
  bug: 70,
  tryAgain: 75,
  notAllowed: 77,
  environment: 78,
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

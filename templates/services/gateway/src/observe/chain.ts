import { headerOf, type IncomingAnswer } from "../http/send.ts"

const chainHeader = "x-aidep-chain"

/** Deployments that took part in an upstream's answer, as it tells; undefined where it does not. */
export function chainOf(answer: Pick<IncomingAnswer, "headers">): string | undefined {
  return headerOf(answer, chainHeader) ?? headerOf(answer, "x-aidep-deployment")
}

/** Says which deployments took part in an answer, this one first. */
export function tellChain(
  headers: Record<string, string>,
  own: string | undefined,
  chain: string | undefined,
): void {
  if (own !== undefined && chain !== undefined) headers[chainHeader] = `${own}, ${chain}`
}

import type { Outputs } from "aidep/provider"
import { domainMarker, idOutput } from "../../../_shared/edge/origin-resources.ts"
import type { ServiceAnswer } from "../api/answers.ts"

/** Port that Render expects where nothing says another one. Source: https://render.com/docs/web-services (2026-08). */
const usualPort = "10000"

/**
 * A private service answers with a host of the private network and a port, in which Render does not always know ours.
 */
export function serviceOutputs(
  { id, serviceDetails: { url }, type }: ServiceAnswer,
  variables: ReadonlyMap<string, string>,
): Outputs {
  if (!url || type === "background_worker" || type === "cron_job") return {}
  if (type !== "private_service") {
    const values = variables.has(domainMarker) ? { values: { [idOutput]: id } } : {}
    return { url, host: new URL(url).hostname, ...values }
  }
  const [host = url, port = usualPort] = url.split(":")
  return { url: `http://${host}:${variables.get("PORT") ?? port}`, host, isPrivate: true }
}

interface Connection {
  readonly internalConnectionString: string
  readonly externalConnectionString: string
}

export function storeOutputs(connection: Connection): Outputs {
  const { externalConnectionString, internalConnectionString } = connection
  const host = URL.parse(internalConnectionString)?.hostname
  return {
    url: internalConnectionString,
    externalUrl: externalConnectionString,
    ...(host === undefined ? {} : { host }),
  }
}

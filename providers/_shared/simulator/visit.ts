import type { ProbeOutcome, ProbeRequest } from "aidep/provider"

/** A service that is served at an address, as much of it as a visitor from outside can tell. */
export interface ServedService {
  /** Variables of the deployment that serves; undefined where none does. */
  readonly variables: Readonly<Record<string, string>> | undefined
  readonly healthPath: string | undefined
  /** A site answers everybody; a service wants a key on all but its health path. */
  readonly kind: "service" | "site"
}

/**
 * What a visitor sees of a service that behaves as those of aidep's templates do: its health path says which deployment
 * answers, all others want a key.
 */
export function visitService(
  request: ProbeRequest,
  { healthPath, kind, variables }: ServedService,
): ProbeOutcome {
  if (variables === undefined) return answered(request, 502, { status: "bad gateway" })
  const deployment = variables["AIDEP_DEPLOYMENT"]
  const headers: Readonly<Record<string, string>> =
    deployment === undefined ? {} : { "x-aidep-deployment": deployment }
  const isHealth = URL.parse(request.url)?.pathname === (healthPath ?? "/health")
  if (kind === "site" || isHealth || hasKey(request))
    return answered(request, 200, { status: "ok" }, headers)
  return answered(request, 401, { error: "a key is missing" }, headers)
}

function hasKey({ headers }: ProbeRequest): boolean {
  return Object.keys(headers).some((name) => /^(authorization|x-api-key)$/i.test(name))
}

/** A virtual answer takes a constant time, so that statistics over it are the same each time. */
const answerMs = 20

export function answered(
  { url }: ProbeRequest,
  statusCode: number,
  ...[content, headers = {}]: readonly [unknown, Readonly<Record<string, string>>?]
): ProbeOutcome {
  const body = JSON.stringify(content)
  return {
    status: "answered",
    answer: {
      url,
      statusCode,
      headers: { "content-type": "application/json", ...headers },
      body,
      chunks: [{ atMs: answerMs, bytes: body.length }],
    },
    timings: { connectMs: answerMs / 2, firstByteMs: answerMs, totalMs: answerMs },
  }
}

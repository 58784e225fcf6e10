import type { Octokit } from "@octokit/rest"
import type { Outcome, SourceControlOptions } from "../../ports/source-control.ts"

export interface Repository {
  readonly octokit: Octokit
  /** What every call about the repository takes. */
  readonly place: { readonly owner: string; readonly repo: string }
}

/** Of one request. */
const timeoutMs = 30_000
/** After faults of the server and of the network, with waits of 0.5 s and 2 s. What was refused is never repeated. */
const retryRule = {
  retries: 2,
  retryAfterBaseValue: 500,
  doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451],
} as const

export async function openRepository({
  repository,
  token,
  url,
  signal,
}: SourceControlOptions): Promise<Repository> {
  const [{ Octokit: Client }, { retry }] = await Promise.all([
    import("@octokit/rest"),
    import("@octokit/plugin-retry"),
  ])
  const [owner = "", repo = ""] = repository.split("/")
  const octokit = new (Client.plugin(retry))({
    auth: token,
    userAgent: "aidep",
    ...(url === undefined ? {} : { baseUrl: url }),
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    retry: { ...retryRule, doNotRetry: [...retryRule.doNotRetry] },
  })
  octokit.hook.before("request", (options) => {
    const limit = AbortSignal.timeout(timeoutMs)
    options.request.signal = signal === undefined ? limit : AbortSignal.any([signal, limit])
  })
  return { octokit, place: { owner, repo } }
}

/** Octokit would write to the console. */
function ignore(): void {}

/** Makes an answer of what Octokit throws. `what` completes "could not …". */
export async function asked<Value>(
  what: string,
  call: () => Promise<Value>,
): Promise<Outcome<Value>> {
  try {
    return { status: "done", value: await call() }
  } catch (error) {
    const { kind, said } = whyFailed(error)
    return { status: "failed", kind, reason: `Could not ${what}: ${said}` }
  }
}

type Failure = Extract<Outcome<never>, { status: "failed" }>["kind"]

function whyFailed(error: unknown): { readonly kind: Failure; readonly said: string } {
  const status = statusOf(error)
  const message = error instanceof Error ? error.message.split(" - http")[0] : String(error)
  const said = `${(message ?? "").replace(/\.$/, "")}${status === undefined ? "" : ` (${status})`}.`
  switch (status) {
    case 401:
      return { kind: "unauthorized", said }
    case 403:
    case 429:
      return { kind: "forbidden", said }
    case 404:
      return { kind: "missing", said }
    default:
      return { kind: status !== undefined && status < 500 ? "refused" : "unreachable", said }
  }
}

/** Octokit gives what the network does the status 500, with the cause. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("status" in error)) return undefined
  if (error instanceof Error && error.cause !== undefined) return undefined
  return typeof error.status === "number" ? error.status : undefined
}

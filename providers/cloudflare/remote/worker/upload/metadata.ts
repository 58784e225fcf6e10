import type { WorkerSettings } from "../../../resources/worker-settings.ts"
import { annotationsFor } from "../read/annotations.ts"
import type { SentVariables } from "./variables.ts"

/** What is uploaded, beside the settings. */
export type Content =
  | { readonly type: "worker"; readonly main: string }
  | {
      readonly type: "site"
      /** Token of the uploaded files. */
      readonly token: string
      readonly rules: Readonly<Partial<Record<"_headers" | "_redirects", string>>>
    }

export interface Described {
  readonly settings: WorkerSettings
  readonly content: Content
  readonly variables: SentVariables
  readonly deploymentId: string | undefined
}

/**
 * The part `metadata` of an upload, as wrangler fills it. Secrets that are not sent are gone: without `keep_bindings`
 * nothing of an earlier version stays.
 */
export function versionMetadata({ content, deploymentId, settings, variables }: Described) {
  const { cache, compatibilityDate, compatibilityFlags, cpuMs, placement } = settings
  const shared = {
    compatibility_date: compatibilityDate,
    compatibility_flags: compatibilityFlags,
    annotations: annotationsFor(deploymentId, settings),
  }
  if (content.type === "site") {
    const config = { not_found_handling: settings.site?.notFound ?? "none", ...content.rules }
    return { assets: { jwt: content.token, config }, ...shared }
  }
  return {
    main_module: content.main,
    bindings: bindingsOf(settings, variables),
    ...shared,
    ...(placement === null ? {} : { placement }),
    ...(cpuMs === null ? {} : { limits: { cpu_ms: cpuMs } }),
    ...(cache ? { cache_options: { enabled: true } } : {}),
  }
}

/** With what all versions of a script share: for the upload that makes the script. */
export function scriptMetadata(described: Described, tags: readonly string[]) {
  return {
    ...versionMetadata(described),
    observability: { enabled: described.settings.logs },
    tags,
  }
}

function bindingsOf(
  { buckets, rateLimits }: WorkerSettings,
  { plain, secret }: SentVariables,
): readonly object[] {
  return [
    ...Object.entries(plain).map(([name, text]) => ({ name, type: "plain_text", text })),
    ...Object.entries(secret).map(([name, text]) => ({ name, type: "secret_text", text })),
    ...Object.entries(buckets).map(([name, bucket]) => ({
      name,
      type: "r2_bucket",
      bucket_name: bucket,
    })),
    ...Object.entries(rateLimits).map(([name, { limit, namespace, period }]) => ({
      name,
      type: "ratelimit",
      namespace_id: namespace,
      simple: { limit, period },
    })),
  ]
}

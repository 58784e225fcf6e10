import type { DataObject } from "aidep/provider"
import type { BindingAnswer, ScriptAnswer, VersionAnswer } from "../answers.ts"
import { notesIn } from "./annotations.ts"

/** What of a Worker is a version's own, in the form of `WorkerSettings`. */
export function versionSettingsIn(version: VersionAnswer): DataObject {
  const { bindings, script_runtime: runtime } = version.resources
  const all = bindings ?? []
  return {
    ...notesIn(version),
    compatibilityDate: runtime?.compatibility_date ?? null,
    compatibilityFlags: (runtime?.compatibility_flags ?? []).toSorted(),
    cpuMs: runtime?.limits?.cpu_ms ?? null,
    buckets: bucketsIn(all),
    rateLimits: rateLimitsIn(all),
    secrets: all.flatMap(({ name, type }) => (type === "secret_text" ? [name] : [])).toSorted(),
  }
}

/** Variables that everybody may read, with their values. */
export function plainVariablesIn({ resources }: VersionAnswer): DataObject {
  const plain = (resources.bindings ?? []).filter(({ type }) => type === "plain_text")
  return Object.fromEntries(plain.map(({ name, text }) => [name, text ?? ""]))
}

/** What of a Worker all of its versions share. */
export function scriptSettingsIn({ id, observability }: ScriptAnswer): DataObject {
  return { name: id, logs: observability?.enabled ?? false }
}

function bucketsIn(bindings: readonly BindingAnswer[]): DataObject {
  const buckets = bindings.filter(({ type }) => type === "r2_bucket")
  return Object.fromEntries(buckets.map(({ bucket_name, name }) => [name, bucket_name ?? null]))
}

function rateLimitsIn(bindings: readonly BindingAnswer[]): DataObject {
  const limits = bindings.filter(({ type }) => type === "ratelimit")
  return Object.fromEntries(
    limits.map(({ name, namespace_id: namespace, simple }) => [
      name,
      {
        namespace: namespace ?? null,
        limit: simple?.limit ?? null,
        period: simple?.period ?? null,
      },
    ]),
  )
}

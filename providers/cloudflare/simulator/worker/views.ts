import { timeText } from "../reply.ts"
import type { Binding, Deployment, Script, Version } from "./account.ts"
import { currentDeployment, versionOf } from "./state.ts"

/** A script as the list of all has it. */
export function scriptView(script: Script): object {
  const newest = currentDeployment(script)?.versions.at(-1)?.version_id ?? ""
  const version = versionOf(script, newest)
  return {
    id: script.name,
    tag: script.name,
    tags: script.tags,
    etag: newest,
    handlers: version?.main === null ? [] : ["fetch"],
    has_assets: version?.assets !== null,
    has_modules: version?.main !== null,
    compatibility_date: version?.compatibilityDate,
    compatibility_flags: version?.compatibilityFlags,
    observability: { enabled: script.logs },
    cache_options: { enabled: version?.cache ?? false },
    usage_model: "standard",
    logpush: false,
    last_deployed_from: script.lastFrom,
    created_on: timeText(script.createdAtMs),
    modified_on: timeText(script.changedAtMs),
  }
}

/** A version in a list: without what it is made from. */
export function listedVersionView(version: Version): object {
  const { annotations, createdAtMs, id, number } = version
  const time = timeText(createdAtMs)
  return {
    id,
    number,
    annotations,
    metadata: { created_on: time, modified_on: time, source: "api", hasPreview: false },
  }
}

export function versionView(version: Version): object {
  const { bindings, compatibilityDate, compatibilityFlags, cpuMs, id, main } = version
  return {
    ...listedVersionView(version),
    resources: {
      bindings: bindings.map(bindingView),
      script: {
        etag: id,
        handlers: main === null ? [] : ["fetch"],
        last_deployed_from: "api",
      },
      script_runtime: {
        compatibility_date: compatibilityDate,
        compatibility_flags: compatibilityFlags,
        usage_model: "standard",
        ...(cpuMs === null ? {} : { limits: { cpu_ms: cpuMs } }),
      },
    },
  }
}

/** The text of a secret is never told. */
export function bindingView({ text, type, ...binding }: Binding): object {
  return type === "secret_text" ? { ...binding, type } : { ...binding, type, text }
}

export function deploymentView(deployment: Deployment): object {
  const { annotations, createdAtMs, id, versions } = deployment
  return {
    id,
    created_on: timeText(createdAtMs),
    source: "api",
    strategy: "percentage",
    author_email: "owner@example.com",
    annotations,
    versions,
  }
}

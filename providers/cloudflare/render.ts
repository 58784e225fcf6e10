import type { Artifact, SpecsOnPlatform } from "aidep/provider"
import type { EdgeSpec } from "./edge/edge-spec.ts"
import type { BucketSpec, WorkerSpec } from "./spec.ts"

/** What Cloudflare's specs are, by kind. */
export interface CloudflareSpecs {
  readonly service: WorkerSpec
  readonly resource: BucketSpec
  readonly edge: EdgeSpec
}

export function render(specs: SpecsOnPlatform<CloudflareSpecs>): readonly Artifact[] {
  const { services, resources, edge } = specs
  const alone = services.length === 1
  return [
    ...services.map((spec) => wranglerFile(spec, alone ? "wrangler.jsonc" : fileOf(spec))),
    ...(resources.length === 0 ? [] : [bucketsFile(resources)]),
    ...(edge === undefined ? [] : [edgeFile(edge)]),
  ]
}

function fileOf({ service }: WorkerSpec): string {
  return `wrangler.${service}.jsonc`
}

function wranglerFile(spec: WorkerSpec, path: string): Artifact {
  return {
    path,
    content: { format: "jsonc", value: spec.config, header: wranglerHeader(spec, path) },
  }
}

/** How to use the file by hand, and what is deliberately not in it. */
function wranglerHeader({ config, later, whileBuilding }: WorkerSpec, path: string): string {
  const secrets = config.secrets?.required ?? []
  return [
    `By hand, in this folder: npx wrangler deploy -c ${path}`,
    ...(secrets.length === 0 ? [] : [`Each secret: npx wrangler secret put NAME -c ${path}`]),
    ...(later.length === 0
      ? []
      : [`Known after a deploy, so set by "aidep deploy": ${list(later)}.`]),
    ...(whileBuilding.length === 0
      ? []
      : [`Set by "aidep deploy" while the site is built: ${list(whileBuilding)}.`]),
  ].join("\n")
}

const resourceHeader =
  "Nothing reads this file: it shows what aidep asks Cloudflare's API for, to be read and reviewed."

function bucketsFile(resources: readonly BucketSpec[]): Artifact {
  return {
    path: "cloudflare.buckets.yaml",
    content: {
      format: "yaml",
      header: `R2 buckets. ${resourceHeader}`,
      value: { buckets: resources.map(({ resource, desired }) => ({ resource, desired })) },
    },
  }
}

function edgeFile({ zone, resources }: EdgeSpec): Artifact {
  return {
    path: "cloudflare.edge.yaml",
    content: {
      format: "yaml",
      header: [
        `The edge. ${resourceHeader}`,
        'Each "desired" is the body of a request; "fromResource" stands for a value that another resource tells in a deploy.',
        "Everything is made after what it depends on: the proxied record comes last, so that strict TLS finds a certificate.",
      ].join("\n"),
      value: { zone, resources },
    },
  }
}

function list(names: readonly string[]): string {
  return names.join(", ")
}

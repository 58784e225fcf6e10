import type { Artifact, SpecsOnPlatform } from "aidep/provider"
import type { FlySpec } from "./spec.ts"

export interface FlySpecs {
  readonly service: FlySpec
  readonly resource: never
  readonly edge: never
}

/** One file for each app: `fly.toml` for a lone one, `fly.<service>.toml` where there are several. */
export function renderFly({ services }: SpecsOnPlatform<FlySpecs>): readonly Artifact[] {
  return services.flatMap((spec) => {
    const path = services.length === 1 ? "fly.toml" : `fly.${spec.service}.toml`
    const content = { format: "toml", value: spec.toml, header: header(spec, path) } as const
    return [{ path, content }, ...spec.dockerfile]
  })
}

/** What belongs to the app and has no place in fly.toml, as the commands that set it. */
function header(
  { toml, organization, regions, machines, environment, context, isPrivate }: FlySpec,
  path: string,
): string {
  const owner = organization === undefined ? "" : ` --org ${organization}`
  const lines = [
    `Made once:  fly apps create ${toml.app}${owner}`,
    ...(isPrivate ? [`Reached:    fly ips allocate-v6 --private --config ${path}`] : []),
    `Deployed:   fly deploy ${deployArguments({ toml, context }, path)}`,
    `Machines:   fly scale count ${machines} --region ${regions.join(",")} --config ${path}`,
    ...listed("Secrets:    ", environment.secrets),
    ...listed("At deploy:  ", environment.later),
  ]
  return lines.join("\n")
}

/**
 * A folder is the build context, and flyctl reads the path of the file from there.
 * https://fly.io/docs/launch/monorepo/
 */
function deployArguments(
  { toml, context }: Pick<FlySpec, "toml" | "context">,
  path: string,
): string {
  const { build } = toml
  if (context !== undefined && build !== undefined && "image" in build)
    return `--config ${path} --image ${build.image}@DIGEST`
  if (context === undefined || context === ".") return `--config ${path}`
  const up = context.split("/").map(() => "..")
  return `${context} --config ${[...up, path].join("/")}`
}

function listed(title: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [title + names.join(", ")]
}

import { code, type Expression } from "aidep/provider"
import type { DeployConfig, RailwayService, Source, Variable } from "../service-config.ts"

/** Constants of the program, by names of the manifest: of stores, and of volumes by their service. */
export interface Constants {
  readonly stores: ReadonlyMap<string, string>
  readonly volumes: ReadonlyMap<string, string>
}

/** The documented words of the DSL where it has them; the rest stands in `deploy`, in Railway's own model. */
export function serviceExpression(service: RailwayService, constants: Constants) {
  const { build, deploy, source, variables } = service
  const value = code.call("service", [code.literal(service.name)], {
    source: sourceExpression(source),
    root: source?.type === "empty" ? optional(source.rootDirectory) : undefined,
    build: build === undefined ? undefined : code.data(build),
    start: optional(deploy.startCommand),
    preDeploy:
      deploy.preDeployCommand === undefined ? undefined : code.data(deploy.preDeployCommand),
    healthcheck: optional(deploy.healthcheckPath),
    healthcheckTimeout: optional(deploy.healthcheckTimeout),
    replicas: replicasExpression(deploy),
    deploy: otherSettings(deploy),
    env: code.map(mapValues(variables, (variable) => variableExpression(variable, constants))),
    volumeMounts: mountExpression(service, constants),
  })
  const sourced = source === undefined || source.type === "empty" ? [] : [source.type]
  const preserves = Object.values(variables).some(({ type }) => type === "preserve")
  return { value, uses: ["service", ...sourced, ...(preserves ? ["preserve"] : [])] }
}

function sourceExpression(source: Source | undefined): Expression | undefined {
  switch (source?.type) {
    case "github":
      return code.call("github", [code.literal(source.repo)], {
        branch: code.literal(source.branch),
        rootDirectory: optional(source.rootDirectory),
      })
    case "image":
      return code.call("image", [code.literal(source.image)])
    case "empty":
    case undefined:
      return undefined
  }
}

function replicasExpression({
  multiRegionConfig,
  numReplicas,
}: DeployConfig): Expression | undefined {
  if (multiRegionConfig === undefined) return optional(numReplicas)
  return code.map(
    mapValues(multiRegionConfig, ({ numReplicas: replicas }) => code.literal(replicas)),
  )
}

function otherSettings(deploy: DeployConfig): Expression | undefined {
  const settings = {
    sleepApplication: deploy.sleepApplication,
    restartPolicyType: deploy.restartPolicyType,
    cronSchedule: deploy.cronSchedule,
    limitOverride: deploy.limitOverride,
    overlapSeconds: deploy.overlapSeconds,
    drainingSeconds: deploy.drainingSeconds,
  }
  const none = Object.values(settings).every((setting) => setting === undefined)
  return none ? undefined : code.data(settings)
}

function mountExpression(
  { service, volume }: RailwayService,
  { volumes }: Constants,
): Expression | undefined {
  const constant = volumes.get(service)
  if (volume === undefined || constant === undefined) return undefined
  return code.map({ [volume.mountPath]: code.reference(constant) })
}

function variableExpression(variable: Variable, { stores }: Constants): Expression {
  switch (variable.type) {
    case "literal":
      return code.literal(variable.value)
    case "preserve":
      return code.call("preserve")
    case "reference":
      return code.reference(`${stores.get(variable.resource) ?? ""}.env.${variable.output}`)
  }
}

function optional(value: string | number | undefined): Expression | undefined {
  return value === undefined ? undefined : code.literal(value)
}

function mapValues<A, B>(
  record: Readonly<Record<string, A>>,
  change: (value: A) => B,
): Readonly<Record<string, B>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}

import { code, type Expression } from "aidep/provider"
import type { RailwayService, RailwayStore, RailwayVolume } from "../service-config.ts"
import { constantNames } from "./constant-names.ts"
import { type Constants, serviceExpression } from "./service-expression.ts"

/** One resource of the project: a constant of the program. */
export interface Declaration {
  readonly constant: string
  readonly value: Expression
  /** Names that it needs from `railway/iac`. */
  readonly uses: readonly string[]
}

/** Stores and volumes come first: services refer to their constants. */
export function declarationsOf(
  services: readonly RailwayService[],
  stores: readonly RailwayStore[],
): readonly Declaration[] {
  const mounts = services.flatMap(({ service, volume }) =>
    volume === undefined ? [] : [{ service, volume }],
  )
  const names = constantNames([
    ...stores.map(({ kind, resource }) => ({ name: resource, what: kind })),
    ...mounts.map(({ service }) => ({ name: service, what: "volume" })),
    ...services.map(({ service }) => ({ name: service, what: "service" })),
  ])
  const constantAt = (index: number) => names[index] ?? ""
  const constants: Constants = {
    stores: new Map(stores.map(({ resource }, index) => [resource, constantAt(index)])),
    volumes: new Map(
      mounts.map(({ service }, index) => [service, constantAt(stores.length + index)]),
    ),
  }
  const values = [
    ...stores.map(storeExpression),
    ...mounts.map(({ volume }) => volumeExpression(volume)),
    ...services.map((service) => serviceExpression(service, constants)),
  ]
  return values.map((written, index) => ({ constant: constantAt(index), ...written }))
}

type Written = Omit<Declaration, "constant">

const storeFunctions = {
  redis: "redis",
  postgres: "postgres",
  mongodb: "mongo",
  bucket: "bucket",
} as const

function storeExpression({ kind, name, region }: RailwayStore): Written {
  const callee = storeFunctions[kind]
  const settings = region === undefined ? {} : { region: code.literal(region) }
  return { value: code.call(callee, [code.literal(name)], settings), uses: [callee] }
}

function volumeExpression({ config, name }: RailwayVolume): Written {
  const { region, sizeMB } = config
  const value = code.call("volume", [code.literal(name)], {
    sizeMB: sizeMB === undefined ? undefined : code.literal(sizeMB),
    region: region === undefined ? undefined : code.literal(region),
  })
  return { value, uses: ["volume"] }
}

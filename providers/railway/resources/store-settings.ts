import * as z from "zod"
import type { RailwayStore } from "../service-config.ts"
import { imageRepository } from "./service-settings.ts"

/**
 * A data store on Railway as plans compare it. Its image, command and place of the volume are what it was made with: a
 * newer image could not read its data.
 */
export const storeSettings = z.object({
  type: z.enum(["redis", "postgres", "mongodb"]),
  name: z.string(),
  /** Whether it has one. */
  volume: z.boolean(),
  /** Left out where the workspace's own is meant. */
  region: z.string().optional(),
})
export type StoreSettings = Readonly<z.output<typeof storeSettings>>
export type StoreType = StoreSettings["type"]

interface StorePreset {
  readonly image: string
  readonly port: number
  /** Where its volume goes. */
  readonly mountPath: string
  readonly startCommand: string | null
  /** The variable that holds its address, by the name that Railway gives it. */
  readonly addressVariable: string
  readonly variables: (password: string, address: string) => Readonly<Record<string, string>>
  readonly addressOf: (password: string, host: string) => string
}

/**
 * What Railway's own data stores are made of: services from an image with a volume and variables. Images and paths are
 * those of the package `railway` 3.11.0; variables those of https://docs.railway.com/databases (2026-08-21).
 */
export const storePresets: Readonly<Record<StoreType, StorePreset>> = {
  redis: {
    image: "railwayapp/redis:8.2",
    port: 6379,
    mountPath: "/bitnami",
    startCommand: null,
    addressVariable: "REDIS_URL",
    variables: (password, address) => ({ REDIS_PASSWORD: password, REDIS_URL: address }),
    addressOf: (password, host) => `redis://default:${password}@${host}:6379`,
  },
  postgres: {
    image: "ghcr.io/railwayapp-templates/postgres-ssl:18",
    port: 5432,
    mountPath: "/var/lib/postgresql/data",
    startCommand: null,
    addressVariable: "DATABASE_URL",
    variables: (password, address) => ({
      PGDATA: "/var/lib/postgresql/data/pgdata",
      POSTGRES_DB: "railway",
      POSTGRES_USER: "postgres",
      POSTGRES_PASSWORD: password,
      DATABASE_URL: address,
    }),
    addressOf: (password, host) => `postgresql://postgres:${password}@${host}:5432/railway`,
  },
  mongodb: {
    image: "mongo:8",
    port: 27_017,
    mountPath: "/data/db",
    // The private network is IPv6.
    startCommand: "docker-entrypoint.sh mongod --ipv6 --bind_ip ::,0.0.0.0",
    addressVariable: "MONGO_URL",
    variables: (password, address) => ({
      MONGO_INITDB_ROOT_USERNAME: "mongo",
      MONGO_INITDB_ROOT_PASSWORD: password,
      MONGO_URL: address,
    }),
    addressOf: (password, host) => `mongodb://mongo:${password}@${host}:27017`,
  },
}

/** The same store as in `.railway/railway.ts`; undefined for a bucket, which is no service. */
export function storeSettingsOf({ kind, name, region }: RailwayStore): StoreSettings | undefined {
  if (kind === "bucket") return undefined
  return { type: kind, name, volume: true, ...(region === undefined ? {} : { region }) }
}

const namesOfImages: readonly (readonly [StoreType, RegExp])[] = [
  ["redis", /redis|valkey/],
  ["postgres", /postgres|timescale|pgvector/],
  ["mongodb", /mongo/],
]

/** What an image keeps, by the last part of its name: somebody may have made the store from another one. */
export function storeTypeOf(image: string): StoreType | undefined {
  const name = imageRepository(image).split("/").at(-1) ?? ""
  return namesOfImages.find(([, pattern]) => pattern.test(name))?.[0]
}

import type { DataResource, Specified } from "aidep/provider"
import type { ComposeService, Healthcheck } from "./compose-file.ts"
import { required, variableOf } from "./interpolation.ts"

/** A data resource as a container with a volume of its own. */
export interface DataStoreSpec {
  readonly name: string
  readonly service: ComposeService
  readonly port: number
  readonly volume: string
}

interface DataStore {
  readonly image: string
  readonly port: number
  /** Where the data is inside the container. */
  readonly folder: string
  readonly command?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** Asks for health with what the image has; undefined where it has nothing. */
  readonly probe?: readonly string[]
  /** Address for other containers. */
  readonly url: string
}

/** Name of the user that services log in as. */
const user = "app"

const stores: Readonly<Record<DataResource["kind"], (name: string) => DataStore>> = {
  redis: (name) => ({
    image: "redis:8-alpine",
    port: 6379,
    folder: "/data",
    command: ["redis-server", "--appendonly", "yes"],
    probe: ["redis-cli", "ping"],
    url: `redis://${name}:6379`,
  }),
  postgres: (name) => {
    const password = required(variableOf(name, "PASSWORD"))
    const database = name.replaceAll("-", "_")
    return {
      image: "postgres:18-alpine",
      port: 5432,
      // Since 18 the volume is the parent of the data, https://github.com/docker-library/postgres/pull/1259 (2026-11-21).
      folder: "/var/lib/postgresql",
      environment: {
        POSTGRES_DB: database,
        POSTGRES_PASSWORD: password,
        POSTGRES_USER: user,
      },
      probe: ["pg_isready", "-U", user, "-d", database],
      url: `postgres://${user}:${password}@${name}:5432/${database}`,
    }
  },
  mongodb: (name) => {
    const password = required(variableOf(name, "PASSWORD"))
    return {
      image: "mongo:8.0",
      port: 27_017,
      folder: "/data/db",
      environment: { MONGO_INITDB_ROOT_PASSWORD: password, MONGO_INITDB_ROOT_USERNAME: user },
      probe: ["mongosh", "--quiet", "--eval", "db.runCommand({ ping: 1 }).ok"],
      url: `mongodb://${user}:${password}@${name}:27017/?authSource=admin`,
    }
  },
  // The image has neither curl nor wget, https://github.com/qdrant/qdrant/issues/4250 (2026-11-21).
  qdrant: (name) => ({
    image: "qdrant/qdrant:v1.18.2",
    port: 6333,
    folder: "/qdrant/storage",
    url: `http://${name}:6333`,
  }),
  // MinIO's images are gone from Docker Hub, https://github.com/minio/minio/issues/21647 (2026-11-21).
  bucket: (name) => ({
    image: "rustfs/rustfs:1.0.0",
    port: 9000,
    folder: "/data",
    environment: {
      RUSTFS_ACCESS_KEY: required(variableOf(name, "ACCESS_KEY")),
      RUSTFS_ADDRESS: ":9000",
      RUSTFS_CONSOLE_ENABLE: "false",
      RUSTFS_SECRET_KEY: required(variableOf(name, "SECRET_KEY")),
      RUSTFS_VOLUMES: "/data",
    },
    probe: ["curl", "-f", "http://127.0.0.1:9000/health"],
    url: `http://${name}:9000/${name}`,
  }),
}

export function specifyResource({ kind, name }: DataResource): Specified<DataStoreSpec> {
  const { command, environment, folder, image, port, probe } = stores[kind](name)
  const volume = `${name}_data`
  const service: ComposeService = {
    command,
    environment,
    healthcheck: probe === undefined ? undefined : healthcheckOf(probe, 30_000),
    image,
    volumes: [`${volume}:${folder}`],
  }
  return { spec: { name, service, port, volume }, diagnostics: [] }
}

/** Address of a data resource with its login, whose password stands in `.env`. */
export function resourceUrl({ kind, name }: DataResource): string {
  return stores[kind](name).url
}

/** True where other containers can wait until the data store answers. */
export function tellsHealth({ kind, name }: DataResource): boolean {
  return stores[kind](name).probe !== undefined
}

export function healthcheckOf(probe: readonly string[], startupMs: number): Healthcheck {
  return {
    test: ["CMD", ...probe],
    interval: "30s",
    timeout: "5s",
    retries: 3,
    start_period: `${Math.ceil(startupMs / 1000)}s`,
    start_interval: "2s",
  }
}

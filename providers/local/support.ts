import {
  edgeFields,
  emulated,
  forAll,
  ignored,
  native,
  rolloutStrategies,
  type SupportTable,
  unsupported,
} from "aidep/provider"

const noLimits = ignored("the processes share this machine without limits")
const oneProcess = ignored("one process of each service runs, whatever the load")
const elsewhere = (what: string) =>
  unsupported(
    `aidep starts no ${what} as a process of its own; put it on compose, or use external with the address of one.`,
  )

/** This machine runs processes, not containers: what needs an image, an edge or several instances is not here. */
export const localSupport: SupportTable = {
  kinds: {
    web: native,
    inference: native,
    worker: native,
    job: emulated("started on its schedule for as long as aidep runs"),
    static: emulated("built, and served by aidep itself"),
  },
  fields: {
    source: native,
    image: unsupported(
      "this machine runs processes, not containers; give the service a source folder, or put it on compose.",
    ),
    runtime: emulated("by the Node and Python that are installed"),
    dockerfile: ignored("the start command runs without a container"),
    gpu: emulated("by the stub engine, which answers without a model; no GPU is asked for"),
    "size.cpu": noLimits,
    "size.memory": noLimits,
    "scale.min": oneProcess,
    "scale.max": oneProcess,
    "scale.concurrency": ignored(
      "nothing stands in front of the process that could count requests",
    ),
    "scale.idle": ignored("a process runs until it is stopped"),
    regions: ignored("there is only this machine"),
    port: native,
    command: native,
    "health.path": native,
    "health.startup": native,
    "health.release": native,
    volumes: emulated(
      "by a folder under .aidep, whose path the process gets as AIDEP_VOLUME_ and the volume's name; the mount path itself is not made",
    ),
    secrets: native,
    env: native,
    access: native,
    model: emulated("by the stub engine, so that no weights are loaded"),
    preDeploy: native,
    restart: native,
    schedule: emulated("by aidep, for as long as it runs"),
    buildCommand: native,
    output: native,
  },
  resources: {
    redis: emulated("by the redis-server that is installed"),
    postgres: emulated("by the postgres that is installed"),
    mongodb: elsewhere("MongoDB"),
    qdrant: elsewhere("Qdrant"),
    bucket: elsewhere("object store"),
  },
  edge: forAll(
    edgeFields,
    unsupported("this machine has no edge; name a platform that has one, such as cloudflare."),
  ),
  rollout: forAll(rolloutStrategies, oneProcess),
  build: {
    platform: emulated("from the working tree as it is, committed or not"),
    ci: ignored("the working tree is used, and no image is pulled"),
  },
}

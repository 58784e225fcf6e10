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

const noLimits = ignored("The processes share this machine without limits.")
const oneProcess = ignored("One process of each service runs, whatever the load.")
const elsewhere = (what: string) =>
  unsupported(
    `aidep starts no ${what} as a process. Place it on Compose, or run it elsewhere and use "targets: [external]".`,
  )

/** This machine runs processes, not containers: what needs an image, an edge or several instances is not here. */
export const localSupport: SupportTable = {
  kinds: {
    web: native,
    inference: native,
    worker: native,
    job: emulated("A deploy prepares it, and a POST to its address runs it."),
    static: emulated("aidep builds the site and serves it itself."),
  },
  fields: {
    source: native,
    image: unsupported(
      'This machine runs processes, not containers. Use "source", or place the service on Compose.',
    ),
    runtime: emulated("The Node or Python that is installed runs it."),
    dockerfile: ignored("The start command runs without a container."),
    gpu: emulated(
      'The process starts without a GPU being asked for. With "model", the stub engine answers.',
    ),
    "size.cpu": noLimits,
    "size.memory": noLimits,
    "scale.min": oneProcess,
    "scale.max": oneProcess,
    "scale.concurrency": ignored(
      "Nothing stands in front of the process that could count requests.",
    ),
    "scale.idle": ignored("A process runs until it is stopped."),
    regions: ignored("There is only this machine."),
    port: native,
    command: native,
    "health.path": native,
    "health.startup": native,
    "health.release": native,
    volumes: emulated(
      "A folder under .aidep holds the files, and AIDEP_VOLUME_<NAME> tells the process where. The mount path itself is not made.",
    ),
    secrets: native,
    env: native,
    access: native,
    model: emulated(
      'The stub engine answers, so that no weights are loaded, unless "platforms.local.engine" names another one.',
    ),
    preDeploy: native,
    restart: native,
    schedule: ignored("A POST to the job's address runs it, and nothing else does."),
    buildCommand: native,
    output: native,
  },
  resources: {
    redis: emulated(
      "aidep starts the redis-server that is installed, or else a stand-in, without a password.",
    ),
    postgres: emulated(
      "aidep starts the Postgres that is installed, or else a stand-in, without a password.",
    ),
    mongodb: elsewhere("MongoDB"),
    qdrant: elsewhere("Qdrant"),
    bucket: elsewhere("object store"),
  },
  edge: forAll(edgeFields, unsupported('This machine has no edge. Use "edge.target: cloudflare".')),
  rollout: forAll(rolloutStrategies, oneProcess),
  build: {
    platform: emulated("The working tree runs as it is, committed or not."),
    ci: ignored("The working tree runs, and no image is pulled."),
  },
}

import {
  edgeFields,
  emulated,
  forAll,
  ignored,
  native,
  type SupportTable,
  unsupported,
} from "aidep/provider"

const noGpu =
  "Railway has no GPUs. GPUs run on Modal, or on Docker Compose on a machine that has one."

export const support: SupportTable = {
  kinds: {
    web: native,
    inference: emulated("It runs on CPUs as a web service."),
    worker: native,
    job: emulated("With a schedule it is a cron job; without one it runs once with each deploy."),
    static: emulated("nginx serves it, from a Dockerfile that aidep writes."),
  },
  fields: {
    source: native,
    image: native,
    runtime: emulated("The Dockerfile that aidep writes starts from an image of that version."),
    dockerfile: native,
    gpu: unsupported(noGpu),
    "size.cpu": emulated("It is the most that a replica can use; what is used is billed."),
    "size.memory": emulated("It is the most that a replica can use; what is used is billed."),
    "scale.min": emulated(
      "It is the number of replicas; with 0 one replica sleeps while there is no traffic.",
    ),
    "scale.max": ignored(
      'Railway adds no replicas under load. "scale.min" sets how many run, and each grows up to its size.',
    ),
    "scale.concurrency": ignored("Railway does not limit the requests of a replica."),
    "scale.idle": ignored(
      "Railway puts a service to sleep after ten minutes without outbound traffic.",
    ),
    regions: native,
    port: native,
    command: native,
    "health.path": native,
    "health.startup": native,
    "health.release": native,
    volumes: native,
    secrets: emulated("The file says preserve(); aidep sets the values on Railway."),
    env: native,
    access: emulated(
      "An internal service has no public domain if all its callers are on Railway too; others present its token.",
    ),
    model: emulated("The service gets it in variables AIDEP_MODEL_*."),
    preDeploy: native,
    restart: native,
    schedule: native,
    buildCommand: emulated("It runs in the Dockerfile that aidep writes."),
    output: emulated("The Dockerfile that aidep writes copies it."),
  },
  resources: {
    redis: native,
    postgres: native,
    mongodb: native,
    qdrant: unsupported(
      'Railway offers no Qdrant. Use the target "external" for Qdrant Cloud, or "compose", or make it a service with the image qdrant/qdrant and a volume.',
    ),
    bucket: emulated(
      "Its address is ENDPOINT/BUCKET; declare its keys as secrets of the service that uses it.",
    ),
  },
  edge: forAll(
    edgeFields,
    unsupported("Railway is no edge for aidep. Put the edge on Cloudflare."),
  ),
  rollout: {
    canary: ignored("Railway moves all traffic to the new deployment at once."),
    "blue-green": emulated(
      "The deployment before serves until the new one answers its health check; not with a volume.",
    ),
  },
  build: {
    platform: native,
    ci: emulated("The file leaves the source out; aidep sets the image by its digest."),
  },
}

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
  "Render has no GPUs. GPUs run on Modal, or on Docker Compose on a machine that has one."

export const support: SupportTable = {
  kinds: {
    web: native,
    inference: emulated("It runs on CPUs, as a web service or a private service."),
    worker: native,
    job: emulated("It is a cron job, so that it needs a schedule."),
    static: native,
  },
  fields: {
    source: native,
    image: native,
    runtime: emulated(
      "The Dockerfile that aidep writes starts from an image of that version; with the option builder: native it is Render's own.",
    ),
    dockerfile: native,
    gpu: unsupported(noGpu),
    "size.cpu": emulated("It is rounded up to a plan."),
    "size.memory": emulated("It is rounded up to a plan."),
    "scale.min": emulated('With 0 one instance runs, but for the plan "free".'),
    "scale.max": native,
    "scale.concurrency": ignored("Render does not limit the requests of an instance."),
    "scale.idle": ignored('Only the plan "free" sleeps, after 15 minutes without requests.'),
    regions: emulated("A service runs in the first one."),
    port: native,
    command: native,
    "health.path": native,
    "health.startup": ignored("Render sets itself how long a new instance may take."),
    "health.release": native,
    volumes: native,
    secrets: emulated("The file says sync: false; aidep sets the values on Render."),
    env: native,
    access: emulated(
      "An internal service is a private service if all its callers are on Render too; others present its token.",
    ),
    model: emulated("The service gets it in variables AIDEP_MODEL_*."),
    preDeploy: native,
    restart: ignored("Render starts a service again whenever it ends, and a cron job never."),
    schedule: native,
    buildCommand: native,
    output: native,
  },
  resources: {
    redis: native,
    postgres: native,
    mongodb: unsupported(
      'Render offers no MongoDB. Use the target "external" for MongoDB Atlas, or "railway" or "compose".',
    ),
    qdrant: unsupported(
      'Render offers no Qdrant. Use the target "external" for Qdrant Cloud, or "compose", or make it a service with the image qdrant/qdrant and a volume.',
    ),
    bucket: unsupported(
      'Render offers no object storage. Use the target "cloudflare" or "railway", or "external".',
    ),
  },
  edge: forAll(edgeFields, unsupported("Render is no edge for aidep. Put the edge on Cloudflare.")),
  rollout: {
    canary: ignored("Render moves all traffic to the new instances at once."),
    "blue-green": emulated(
      "The instances before serve until the new ones answer their health check; not with a volume.",
    ),
  },
  build: {
    platform: native,
    ci: emulated("The file names the image without a digest; aidep sets the digest."),
  },
}

import { emulated, ignored, native, type SupportTable, unsupported } from "aidep/provider"

const inPlace =
  "Docker Compose replaces containers in place, so traffic cannot be split between two versions. Use all-at-once."

export const composeSupport: SupportTable = {
  kinds: {
    web: native,
    inference: native,
    worker: native,
    job: emulated('a container of the profile "jobs", started with "docker compose run --rm NAME"'),
    static: emulated("an image that builds the site and serves it with nginx"),
  },
  fields: {
    source: native,
    image: native,
    runtime: emulated("a Dockerfile for Node or Python, where the source folder has none"),
    dockerfile: native,
    gpu: emulated(
      "the production file reserves as many GPUs of the machine as the first alternative says, of whatever type; the development file none",
    ),
    "size.cpu": emulated("a limit, in the production file"),
    "size.memory": emulated("a limit, in the production file"),
    "scale.min": emulated("a fixed number of replicas, at least 1, in the production file"),
    "scale.max": ignored("Compose keeps the number of replicas that scale.min gives."),
    "scale.concurrency": ignored("nothing limits how many requests a container takes at a time."),
    "scale.idle": ignored("containers run until they are stopped."),
    regions: ignored("all containers run on one machine."),
    port: native,
    command: native,
    "health.path": emulated(
      "a health check by Node or Python inside the container, where aidep writes the Dockerfile",
    ),
    "health.startup": emulated("the start period of that health check"),
    "health.release": native,
    volumes: native,
    secrets: emulated("variables of .env, without which Compose refuses to start"),
    env: native,
    access: emulated(
      "an internal service is not behind nginx; its token is the variable NAME_TOKEN of .env",
    ),
    model: emulated("AIDEP_MODEL_ variables; folders of adapters have to be in the source folder"),
    preDeploy: emulated("a container that has to end well before the service starts"),
    restart: emulated(
      "on-failure becomes unless-stopped, since Docker leaves on-failure containers down when the machine restarts",
    ),
    schedule: ignored(
      'Compose has no schedules; have the machine\'s own scheduler run "docker compose run --rm NAME".',
    ),
    buildCommand: emulated("a build stage of the image, with Node"),
    output: native,
  },
  resources: {
    redis: native,
    postgres: native,
    mongodb: native,
    qdrant: native,
    bucket: emulated(
      "RustFS, which speaks S3; its keys are the variables NAME_ACCESS_KEY and NAME_SECRET_KEY of .env, and the bucket has to be made",
    ),
  },
  edge: {
    domain: emulated("nginx answers for it, in the production file"),
    tls: ignored("nginx answers plain HTTP; end TLS in front of it."),
    rateLimit: emulated("limit_req of nginx by address, in the production file"),
    cache: emulated("proxy_cache of nginx, which obeys the service's own Cache-Control"),
  },
  rollout: { canary: unsupported(inPlace), "blue-green": unsupported(inPlace) },
  build: {
    platform: emulated("images are built on the machine that runs them"),
    ci: emulated("the production file takes each image from the variable NAME_IMAGE of .env"),
  },
}

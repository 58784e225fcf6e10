import { emulated, forAll, ignored, native, type SupportTable, unsupported } from "aidep/provider"

const noStatic = unsupported(
  'Fly serves static files only out of a running Machine and finds no index page. Use "kind: web" with a web server, or place the site on Cloudflare or Render.',
)
const noSchedule = unsupported(
  "fly.toml has no schedule, and Machines repeat only hourly, daily, weekly or monthly at a time that Fly chooses. Place scheduled jobs on Render, Railway, Modal or GitHub.",
)
const noEdge = unsupported(
  'Fly has no edge of its own that aidep manages. Use "edge.target: cloudflare".',
)

/** What Fly does with each field. Read with flyctl and its documentation of August 2026. */
export const flySupport: SupportTable = {
  kinds: {
    web: native,
    inference: emulated("as a web service on a CPU"),
    worker: native,
    job: noSchedule,
    static: noStatic,
  },
  fields: {
    source: emulated(
      "flyctl uploads the folder and Fly builds its Dockerfile; aidep writes one where there is none",
    ),
    image: native,
    runtime: emulated("in the Dockerfile that aidep writes"),
    dockerfile: native,
    gpu: unsupported(
      "Fly ended its GPUs on 2026-08-01. GPUs run on Modal, or on Docker Compose on a machine that has one.",
    ),
    "size.cpu": native,
    "size.memory": native,
    "scale.min": native,
    "scale.max": emulated(
      "as the number of Machines, which aidep deploy makes: fly.toml cannot hold it",
    ),
    "scale.concurrency": native,
    "scale.idle": ignored(
      "Fly Proxy looks every few minutes for Machines that it can stop, and has no setting for it",
    ),
    regions: emulated(
      "the first is the primary region; aidep deploy spreads the Machines over all of them, and fly.toml holds the first only",
    ),
    port: native,
    command: native,
    "health.path": native,
    "health.startup": native,
    "health.release": emulated("aidep asks the service itself, from outside"),
    volumes: native,
    secrets: emulated("as secrets of the app, which fly.toml cannot hold"),
    env: native,
    access: emulated(
      "over Flycast where only services on Fly call it, else at a public address; the code checks AIDEP_TOKEN",
    ),
    model: emulated("as AIDEP_MODEL_* variables"),
    preDeploy: native,
    restart: native,
    schedule: noSchedule,
    buildCommand: noStatic,
    output: noStatic,
  },
  resources: {
    redis: unsupported(
      'Redis on Fly is an Upstash database that "fly redis create" makes, and fly.toml cannot hold it. Place it on Railway, Render or Compose, or make it and use "targets: [external]".',
    ),
    postgres: unsupported(
      'Postgres on Fly is a Managed Postgres cluster that "fly mpg create" makes, and fly.toml cannot hold it. Place it on Railway, Render or Compose, or make it and use "targets: [external]".',
    ),
    mongodb: unsupported(
      'Fly has no MongoDB. Place it on Compose, or run it elsewhere and use "targets: [external]".',
    ),
    qdrant: unsupported(
      'Fly has no Qdrant. Place it on Compose, or run it elsewhere and use "targets: [external]".',
    ),
    bucket: unsupported(
      'Buckets on Fly are Tigris buckets that "fly storage create" makes, and fly.toml cannot hold them. Place it on Cloudflare, or make it and use "targets: [external]".',
    ),
  },
  edge: forAll(["domain", "tls", "rateLimit", "cache"], noEdge),
  rollout: {
    canary: emulated(
      "by Machine: as many new ones take requests as come closest to the step, at least one; a service with one Machine tries the version on a second one without requests",
    ),
    "blue-green": native,
  },
  build: {
    platform: emulated("flyctl uploads the folder as it is on this machine, and Fly builds it"),
    ci: emulated("Machines start from the image by its digest; it has to be public"),
  },
}

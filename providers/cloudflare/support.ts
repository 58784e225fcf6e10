import { emulated, ignored, native, type SupportTable, unsupported } from "aidep/provider"

const noProcess =
  "a Worker only runs while it answers a request or a cron trigger. Long-running processes go to Railway, Render or Fly.io."

export const support: SupportTable = {
  kinds: {
    web: native,
    inference: unsupported(
      "a Worker has 128 MB of memory and no GPU. Models run on Modal, or on Docker Compose on a machine of yours.",
    ),
    worker: unsupported(noProcess),
    job: native,
    static: native,
  },
  fields: {
    source: native,
    image: unsupported('a Worker is bundled from source, not run from an image. Use "source".'),
    runtime: ignored(
      'Workers have their own JavaScript runtime, chosen by the option "compatibilityDate".',
    ),
    dockerfile: ignored("wrangler bundles the Worker entry; no image is built."),
    gpu: unsupported(
      "there are no GPUs for Workers. GPUs run on Modal, or on Docker Compose on a machine that has one.",
    ),
    "size.cpu": ignored(
      'CPU is not shared out by size. A call has 10 ms on Workers Free and up to 5 min on Workers Paid (option "cpuMs").',
    ),
    "size.memory": ignored("every Worker has 128 MB of memory, whatever the manifest asks."),
    "scale.min": emulated("a Worker starts in milliseconds, so no instance has to be kept"),
    "scale.max": ignored(
      'Workers scale without a limit. "edge.rateLimit" bounds requests, and with them the bill.',
    ),
    "scale.concurrency": ignored(
      "Cloudflare decides how many requests one Worker takes at a time.",
    ),
    "scale.idle": ignored("a Worker without requests costs nothing and is not kept."),
    regions: ignored(
      'Workers run in every location of Cloudflare. The option "placement" moves them near an upstream.',
    ),
    port: emulated("a Worker is called, it does not listen, and PORT is not set"),
    command: ignored('a Worker has no command: its entry is the option "main".'),
    "health.path": emulated("aidep probes the path from outside after a deploy"),
    "health.startup": ignored("a Worker starts in milliseconds, or the deploy is refused."),
    "health.release": emulated("aidep reads it from outside after a deploy"),
    volumes: unsupported("Workers have no disk. Keep files in a resource of the kind bucket (R2)."),
    secrets: native,
    env: native,
    access: emulated(
      "the address is public; aidep gives the Worker AIDEP_TOKEN and its code refuses callers without it",
    ),
    model: unsupported("Workers serve no models. Use Modal."),
    preDeploy: ignored(
      "Workers have no step before a deploy and no process to run it in. Run migrations from CI, before the deploy.",
    ),
    restart: emulated(
      "there is no process that could end: after an exception the next request is served as before",
    ),
    schedule: native,
    buildCommand: native,
    output: native,
  },
  resources: {
    redis: unsupported("Cloudflare has no Redis. Use Railway, Render, Docker Compose or Upstash."),
    postgres: unsupported("Cloudflare has no Postgres. Use Railway, Render or Docker Compose."),
    mongodb: unsupported("Cloudflare has no MongoDB. Use Docker Compose, or external."),
    qdrant: unsupported("Cloudflare has no Qdrant. Use Docker Compose, or external."),
    bucket: native,
  },
  edge: { domain: native, tls: native, rateLimit: native, cache: native },
  rollout: {
    canary: native,
    "blue-green": emulated(
      "the new version is uploaded beside the old one, then gets all of the traffic at once",
    ),
  },
  build: {
    platform: emulated("wrangler bundles the commit where aidep runs, and uploads the result"),
    ci: ignored("a Worker is bundled and uploaded by wrangler; there is no image to push."),
  },
}

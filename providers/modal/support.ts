import { emulated, forAll, ignored, native, type SupportTable, unsupported } from "aidep/provider"

const noStatic = unsupported(
  'Modal runs containers and has no static hosting. Place the site on Cloudflare or Render, or use "kind: web" with a web server.',
)
const noData = (kind: string) =>
  unsupported(
    `Modal has no ${kind}. Place it on another platform, or run it elsewhere and use "targets: [external]".`,
  )
const atOnce = ignored(
  'a deploy on Modal gives new containers to all requests at once; old ones finish what they have ("modal deploy --strategy rolling")',
)

/** What Modal does with each field. Read with the Python client 1.5.4 and 1.6.4. */
export const modalSupport: SupportTable = {
  kinds: {
    web: native,
    inference: native,
    worker: unsupported(
      "Modal runs code in answer to a request, a call or a schedule, for 24 hours at most. Place workers on Railway, Render, Fly or Compose.",
    ),
    job: native,
    static: noStatic,
  },
  fields: {
    source: native,
    image: emulated(
      'the image has to have Python, or the option "addPython" has to add one, because Modal\'s own code starts the service',
    ),
    runtime: native,
    dockerfile: native,
    gpu: native,
    "size.cpu": emulated("as physical cores, of two virtual CPUs each"),
    "size.memory": native,
    "scale.min": native,
    "scale.max": native,
    "scale.concurrency": native,
    "scale.idle": native,
    regions: native,
    port: native,
    command: emulated("Modal's own code starts it; ENTRYPOINT and CMD of the image are not used"),
    "health.path": emulated("Modal waits until the port is open; aidep asks the path itself"),
    "health.startup": native,
    "health.release": emulated("aidep asks the service itself, from outside"),
    volumes: native,
    secrets: native,
    env: native,
    access: emulated(
      'the address is public and the code checks AIDEP_TOKEN; with the option "proxyAuth" Modal\'s proxy asks for a token too',
    ),
    model: emulated("as AIDEP_MODEL_* variables"),
    preDeploy: emulated('as a function of its own, which "modal run" calls before "modal deploy"'),
    restart: emulated(
      "Modal ends a container whose process no longer answers, with the next request, and starts another",
    ),
    schedule: native,
    buildCommand: noStatic,
    output: noStatic,
  },
  resources: {
    redis: noData("Redis"),
    postgres: noData("Postgres"),
    mongodb: noData("MongoDB"),
    qdrant: noData("Qdrant"),
    bucket: noData("buckets"),
  },
  edge: forAll(
    ["domain", "tls", "rateLimit", "cache"],
    unsupported('Modal has no edge that aidep manages. Use "edge.target: cloudflare".'),
  ),
  rollout: { canary: atOnce, "blue-green": atOnce },
  build: {
    platform: emulated('"modal deploy" uploads the source folder and Modal builds the image'),
    ci: ignored(
      "Modal builds its image from the folder; an image that a pipeline built is not used",
    ),
  },
}

/** A manifest with one fault, and what has to be said about it. */
export interface WrongManifest {
  readonly title: string
  readonly text: string
  /** `line:column code`. */
  readonly fault: string
  readonly message: string
  readonly hint: string
  /** False where JSON Schema cannot say it, so that editors do not show it. */
  readonly inSchema: boolean
}

type Row = readonly [title: string, lines: string, fault: string, message: string, hint: string]

const start = "version: 1\nname: shop\nservices:\n  api:\n    kind: web\n    source: ./api\n"

/** Lines below `services.api`; the first is line 7. */
const serviceRows: readonly Row[] = [
  [
    "a path that leaves the project behind a line break",
    'targets: [fly]\ndockerfile: "a\\n/../../b"',
    "8:18 manifest/wrong-form",
    '"services.api.dockerfile" is "a\n/../../b", which is not a path inside the project.',
    'Write a path relative to the manifest, without "..", such as ./services/gateway.',
  ],
  [
    "no targets",
    "",
    "4:3 manifest/missing-key",
    'The key "targets" is missing in "services.api".',
    'Add "targets:". "aidep schema" prints every field.',
  ],
  [
    "an empty list",
    "targets: []",
    "7:14 manifest/out-of-range",
    '"services.api.targets" must be a list of 1 or more.',
    "Write a list of 1 or more here.",
  ],
  [
    "a text for a list",
    "targets: railway",
    "7:14 manifest/wrong-type",
    '"services.api.targets" must be a list, but it is the text "railway".',
    "Write a list here.",
  ],
  [
    "a misspelt key",
    "targets: [fly]\nprot: 80",
    "8:5 manifest/unknown-key",
    'The key "prot" is not known in "services.api".',
    'Did you mean "port"?',
  ],
  [
    "a key far from all others",
    "targets: [fly]\nscale: { zebra: 1 }",
    "8:14 manifest/unknown-key",
    'The key "zebra" is not known in "services.api.scale".',
    'Known here: min, max, concurrency, idle. Keys of your own begin with "x-".',
  ],
  [
    "a word that is not one of a few",
    "targets: [fly]\nrestart: onfailure",
    "8:14 manifest/wrong-value",
    '"services.api.restart" cannot be the text "onfailure".',
    'Did you mean "on-failure"?',
  ],
  [
    "a word far from all others",
    "targets: [fly]\nrestart: sometimes",
    "8:14 manifest/wrong-value",
    '"services.api.restart" cannot be the text "sometimes".',
    "Use one of: always, on-failure, never.",
  ],
  [
    "a number for a word",
    "targets: [fly]\naccess: 5",
    "8:13 manifest/wrong-value",
    '"services.api.access" cannot be the number 5.',
    "Use one of: public, internal.",
  ],
  [
    "a port out of range",
    "targets: [fly]\nport: 80000",
    "8:11 manifest/out-of-range",
    '"services.api.port" must be at most 65535.',
    "Write at most 65535 here.",
  ],
  [
    "a port of zero",
    "targets: [fly]\nport: 0",
    "8:11 manifest/out-of-range",
    '"services.api.port" must be 1 or more.',
    "Write 1 or more here.",
  ],
  [
    "a port with a fraction",
    "targets: [fly]\nport: 80.5",
    "8:11 manifest/wrong-type",
    '"services.api.port" must be a whole number, but it is the number 80.5.',
    "Write a whole number here.",
  ],
  [
    "a number in quotes",
    'targets: [fly]\nport: "80"',
    "8:12 manifest/wrong-type",
    '"services.api.port" must be a number, but it is the text "80".',
    "Write a number here.",
  ],
  [
    "no CPU at all",
    "targets: [fly]\nsize: { cpu: 0 }",
    "8:18 manifest/out-of-range",
    '"services.api.size.cpu" must be more than 0.',
    "Write more than 0 here.",
  ],
  [
    "a duration without a unit",
    "targets: [fly]\nscale: { idle: 60 }",
    "8:20 manifest/wrong-type",
    '"services.api.scale.idle" must be a text, but it is the number 60.',
    "Write a text here.",
  ],
  [
    "a duration with a wrong unit",
    "targets: [fly]\nscale: { idle: 60 seconds }",
    "8:22 manifest/wrong-form",
    '"services.api.scale.idle" is "60 seconds", which is not a duration.',
    "Write a number and a unit (ms, s, m, h, d), such as 250ms or 60s or 5m.",
  ],
  [
    "a size in quotes with a wrong unit",
    "targets: [fly]\nsize: { memory: '512mb' }",
    "8:25 manifest/wrong-form",
    '"services.api.size.memory" is "512mb", which is not a size.',
    "Write a number and a unit (B, KB, KiB, MB, MiB, GB, GiB, TB, TiB), such as 512MB or 8GiB.",
  ],
  [
    "a GPU count of zero",
    'targets: [fly]\ngpu: ["A100:0"]',
    "8:12 manifest/wrong-form",
    '"services.api.gpu[0]" is "A100:0", which is not a GPU.',
    "Write a GPU type, with a colon and a count for more than one, such as T4 or A100-80GB:2.",
  ],
  [
    "an image without a name",
    'targets: [fly]\nimage: ":latest"',
    "8:13 manifest/wrong-form",
    '"services.api.image" is ":latest", which is not an image reference.',
    "Write a registry, a name, and a tag or digest, such as ghcr.io/acme/inference:1.4.2.",
  ],
  [
    "a runtime that is not known",
    "targets: [fly]\nruntime: ruby@3",
    "8:14 manifest/wrong-form",
    '"services.api.runtime" is "ruby@3", which is not a runtime.',
    'Write "node@" or "python@" and a version, such as node@24 or python@3.12.',
  ],
  [
    "a Dockerfile outside of the project",
    "targets: [fly]\ndockerfile: ../Dockerfile",
    "8:17 manifest/wrong-form",
    '"services.api.dockerfile" is "../Dockerfile", which is not a path inside the project.',
    'Write a path relative to the manifest, without "..", such as ./services/gateway.',
  ],
  [
    "a health path without a slash",
    "targets: [fly]\nhealth: { path: health }",
    "8:21 manifest/wrong-form",
    '"services.api.health.path" is "health", which is not a path.',
    "Write a path that begins with a slash, such as /health.",
  ],
  [
    "a way to read the release that is none",
    "targets: [fly]\nhealth: { path: /h, release: body }",
    "8:34 manifest/wrong-form",
    '"services.api.health.release" is "body", which is not a way to read the deployment id.',
    "Write header, none, or json: and a path, such as json:$.deployment.",
  ],
  [
    "a relative mount",
    "targets: [fly]\nvolumes: { data: { mount: data } }",
    "8:31 manifest/wrong-form",
    '"services.api.volumes.data.mount" is "data", which is not a mount path.',
    "Write an absolute path, such as /models.",
  ],
  [
    "a secret that is not a name",
    "targets: [fly]\nsecrets: [API-KEY]",
    "8:15 manifest/wrong-form",
    '"services.api.secrets[0]" is "API-KEY", which is not a variable name.',
    "Write letters, digits and underscores, such as API_KEYS.",
  ],
  [
    "a variable that is not a name",
    "targets: [fly]\nenv: { A-B: c }",
    "8:12 manifest/invalid-key",
    'The key "A-B" is not a variable name.',
    "Use letters, digits and underscores, such as API_KEYS.",
  ],
  [
    "an empty variable",
    "targets: [fly]\nenv:\n  A:",
    "9:9 manifest/wrong-type",
    '"services.api.env.A" must be a text or a number or true or false, but it is empty.',
    "Write a text or a number or true or false here.",
  ],
  [
    "a list for a variable",
    "targets: [fly]\nenv: { A: [b] }",
    "8:15 manifest/wrong-type",
    '"services.api.env.A" must be a text or a number or true or false, but it is a list.',
    "Write a text or a number or true or false here.",
  ],
  [
    "a shell line for a command",
    "targets: [fly]\ncommand: node server.js",
    "8:14 manifest/wrong-type",
    '"services.api.command" must be a list, but it is the text "node server.js".',
    "Write a list here.",
  ],
  [
    "an empty argument",
    'targets: [fly]\ncommand: [node, ""]',
    "8:22 manifest/out-of-range",
    '"services.api.command[1]" must be a text that is not empty.',
    "Write a text that is not empty here.",
  ],
  [
    "a model engine that is not known",
    "targets: [fly]\nmodel: { engine: vlm, id: a/b }",
    "8:22 manifest/wrong-value",
    '"services.api.model.engine" cannot be the text "vlm".',
    'Did you mean "vllm"?',
  ],
]

/** Lines below the services; the first is line 8. */
const topRows: readonly Row[] = [
  [
    "a version of the future",
    "",
    "1:10 manifest/wrong-value",
    '"version" cannot be the number 2.',
    "Use one of: 1.",
  ],
  [
    "a resource kind that is not known",
    "resources: { cache: { kind: reddis, targets: [fly] } }",
    "8:29 manifest/wrong-value",
    '"resources.cache.kind" cannot be the text "reddis".',
    'Did you mean "redis"?',
  ],
  [
    "an edge without a service",
    "edge: { target: cloudflare, domain: api.example.com }",
    "8:1 manifest/missing-key",
    'The key "service" is missing in "edge".',
    'Add "service:". "aidep schema" prints every field.',
  ],
  [
    "a domain that is an address",
    "edge: { target: cloudflare, service: api, domain: https://example.com }",
    "8:51 manifest/wrong-form",
    '"edge.domain" is "https://example.com", which is not a domain.',
    "Write a full domain name in lower case, such as api.example.com.",
  ],
  [
    "a rate with a period that is none",
    "workload: { requests: 100/fortnight }",
    "8:27 manifest/wrong-form",
    '"workload.requests" is "100/fortnight", which is not a rate.',
    "Write a count, a slash and a period, such as 100/10s, 60/1m, 5000/day or 100000/month.",
  ],
  [
    "a percentage as a number",
    "slo: { availability: 99.5 }",
    "8:22 manifest/wrong-type",
    '"slo.availability" must be a text, but it is the number 99.5.',
    "Write a text here.",
  ],
  [
    "money without its sign",
    "budget: { monthly: 70 USD }",
    "8:20 manifest/wrong-form",
    '"budget.monthly" is "70 USD", which is not an amount of money.',
    "Write a dollar sign and a number, such as $70 or $0.50.",
  ],
  [
    "a state store that is not known",
    "state: { store: gcs }",
    "8:17 manifest/wrong-value",
    '"state.store" cannot be the text "gcs".',
    "Use one of: local, s3.",
  ],
  [
    "a state without a store",
    "state: { bucket: b }",
    "8:1 manifest/missing-key",
    'The key "store" is missing in "state".',
    'Add "store:". "aidep schema" prints every field.',
  ],
  [
    "a state store without its bucket",
    "state: { store: s3 }",
    "8:1 manifest/missing-key",
    'The key "bucket" is missing in "state".',
    'Add "bucket:". "aidep schema" prints every field.',
  ],
  [
    "an endpoint that is no address",
    "state: { store: s3, bucket: b, endpoint: minio }",
    "8:42 manifest/wrong-form",
    '"state.endpoint" is "minio", which is not a URL.',
    "Write a whole address, such as https://example.com.",
  ],
  [
    "options that are neither a map nor false",
    "platforms: { fly: true }",
    "8:19 manifest/wrong-type",
    '"platforms.fly" must be false or a map, but it is true.',
    "Write false or a map here.",
  ],
  [
    "a platform that is no name",
    "platforms: { Fly: {} }",
    "8:14 manifest/invalid-key",
    'The key "Fly" is not a name.',
    "Use lower-case letters, digits and hyphens, beginning with a letter, 40 at most.",
  ],
  [
    "a check without a method",
    "checks: [{ name: a, service: api, request: /health, expect: {} }]",
    "8:44 manifest/wrong-form",
    '"checks[0].request" is "/health", which is not a request.',
    "Write a method and a path, such as GET /health.",
  ],
  [
    "a status that is none",
    "checks: [{ name: a, service: api, request: GET /, expect: { status: 20 } }]",
    "8:69 manifest/out-of-range",
    '"checks[0].expect.status" must be 100 or more.',
    "Write 100 or more here.",
  ],
  [
    "a status in words",
    "checks: [{ name: a, service: api, request: GET /, expect: { status: ok } }]",
    "8:69 manifest/wrong-form",
    '"checks[0].expect.status" is "ok", which is not a status.',
    "Write a status code or a class of them, such as 200 or 2xx.",
  ],
  [
    "a list for a map",
    "resources: []",
    "8:12 manifest/wrong-type",
    '"resources" must be a map, but it is a list.',
    "Write a map here.",
  ],
]

/** What zod judges with code of its own, which JSON Schema cannot hold. */
const serviceRowsOfCode: readonly Row[] = [
  [
    "a schedule with six fields",
    'targets: [fly]\nschedule: "0 0 3 1 * *"',
    "8:16 manifest/wrong-form",
    '"services.api.schedule" is "0 0 3 1 * *", which is not a cron schedule.',
    'Write five fields (minute hour day month weekday) in UTC, such as "0 3 1 * *"; it has 6 of 5 fields.',
  ],
]

const topRowsOfCode: readonly Row[] = [
  [
    "a percentage above a hundred",
    "slo: { availability: 101% }",
    "8:22 manifest/wrong-form",
    '"slo.availability" is "101%", which is not a percentage.',
    "Write a number and a unit (%), such as 10% or 99.5%.",
  ],
  [
    "a rate over no time",
    "workload: { requests: 1/0s }",
    "8:25 manifest/wrong-form",
    '"workload.requests" is "1/0s", which is not a rate.',
    "Write a count, a slash and a period, such as 100/10s, 60/1m, 5000/day or 100000/month.",
  ],
]

const rows = (list: readonly Row[], frame: (lines: string) => string, inSchema: boolean) =>
  list.map(([title, lines, fault, message, hint]): WrongManifest => ({
    title,
    text: frame(lines),
    fault,
    message,
    hint,
    inSchema,
  }))

const inService = (lines: string) => `${start}${lines.replace(/^(?=.)/gm, "    ")}\n`
const onTop = (lines: string) =>
  `${lines === "" ? start.replace("version: 1", "version: 2") : start}    targets: [fly]\n${lines}\n`

export const wrongManifests: readonly WrongManifest[] = [
  ...rows(serviceRows, inService, true),
  ...rows(topRows, onTop, true),
  ...rows(serviceRowsOfCode, inService, false),
  ...rows(topRowsOfCode, onTop, false),
]

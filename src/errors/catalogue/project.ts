import { entry } from "../catalogue-entry.ts"
import { exitCodes } from "../exit-codes.ts"

export const unknownTarget = entry<{ target: string; known: readonly string[]; near?: string }>({
  code: "project/unknown-target",
  severity: "error",
  title: "A platform is not known.",
  message: ({ target }) => `There is no platform "${target}".`,
  hint: ({ near, known }) =>
    near === undefined ? `Use one of: ${known.join(", ")}.` : `Did you mean "${near}"?`,
  explanation:
    'Targets, platform options and the edge name platforms by their ids. "aidep targets" lists all of them and what each can do.',
  example: { wrong: "targets: [raleway]", right: "targets: [railway]" },
})

export const wrongRole = entry<{ target: string; role: string; able: readonly string[] }>({
  code: "project/wrong-role",
  severity: "error",
  title: "A platform is asked for something it does not do.",
  message: ({ target, role }) => `"${target}" does not carry ${role}.`,
  hint: ({ able, role }) =>
    able.length === 0
      ? `No platform carries ${role} yet.`
      : `These carry ${role}: ${able.join(", ")}.`,
  explanation:
    'Some platforms run services, some keep data, some stand at the edge or watch. "aidep targets" shows who does what.',
  example: {
    wrong: "services:\n  api: { kind: web, source: ./api, targets: [upstash] }",
    right: "resources:\n  cache: { kind: redis, targets: [upstash] }",
  },
})

export const namedOnly = entry<{ platform: string; title: string; item: string }>({
  code: "project/named-only",
  severity: "error",
  exit: exitCodes.unavailable,
  title: "aidep knows the platform by name only.",
  message: ({ title, item }) =>
    `${title} is known to aidep by name only, so ${item} cannot be rendered or deployed there.`,
  hint: () =>
    'Put another target first, choose one with "--target", or use "external" for what runs elsewhere.',
  explanation:
    "Platforms known by name can be listed as targets and take part in cost comparisons. aidep writes no files for them and sends nothing there.",
  example: { wrong: "targets: [runpod]", right: "targets: [modal, runpod]" },
})

export const targetNotAllowed = entry<{ target: string }>({
  code: "project/target-not-allowed",
  severity: "error",
  exit: exitCodes.usage,
  title: "Nothing may go to the chosen platform.",
  message: ({ target }) => `No service or resource lists "${target}" among its targets.`,
  hint: ({ target }) => `Add "${target}" to the "targets" of what should go there.`,
  explanation:
    '"--target X" puts everything that lists X on X and leaves the rest where it is. When nothing lists X, there is nothing to do.',
  example: {
    wrong: "aidep render --target fly",
    right: "services:\n  gateway: { kind: web, source: ./gateway, targets: [railway, fly] }",
  },
})

export const targetNotListed = entry<{ item: string; target: string; targets: readonly string[] }>({
  code: "project/target-not-listed",
  severity: "error",
  title: "A fixed target is not among the targets.",
  message: ({ item, target }) =>
    `"${item}" is fixed to "${target}", which its targets do not list.`,
  hint: ({ targets }) => `Choose one of: ${targets.join(", ")}.`,
  explanation: '"target" fixes the choice among "targets", usually for one environment.',
  example: { wrong: "target: fly", right: "targets: [railway, fly]\ntarget: fly" },
})

export const notSwitchable = entry<{ platform: string }>({
  code: "project/not-switchable",
  severity: "error",
  title: "The platform cannot be switched off.",
  message: ({ platform }) =>
    `"${platform}" has no files for the whole project that could be switched off.`,
  hint: () => "Write its options as a map, or remove the line.",
  explanation:
    '"platforms.X: false" stops the files that X writes for the whole project, such as workflows. Other platforms write files only for what is placed on them.',
  example: { wrong: "platforms: { railway: false }", right: "platforms: { github: false }" },
})

export const sourceOrImage = entry<{ service: string; both: boolean }>({
  code: "project/source-or-image",
  severity: "error",
  title: "A service needs a source folder or an image.",
  message: ({ service, both }) =>
    both
      ? `"${service}" has both "source" and "image".`
      : `"${service}" has neither "source" nor "image".`,
  hint: ({ both }) =>
    both ? "Keep one of the two." : 'Add "source: ./folder", or "image: registry/name:tag".',
  explanation:
    'A service is built from a folder of the project or runs an image that is already built. Only a service whose targets are all "external" has neither.',
  example: {
    wrong: "api: { kind: web, targets: [fly] }",
    right: "api: { kind: web, source: ./api, targets: [fly] }",
  },
})

export const fieldNotForKind = entry<{ field: string; kind: string; kinds: readonly string[] }>({
  code: "project/field-not-for-kind",
  severity: "error",
  title: "A field does not belong to this kind of service.",
  message: ({ field, kind }) => `"${field}" does not apply to a service of the kind "${kind}".`,
  hint: ({ kinds }) => `Remove it, or change the kind. It applies to: ${kinds.join(", ")}.`,
  explanation:
    "A worker listens on no port, a job does not scale, a static site has no process: fields that could have no effect are refused.",
  example: { wrong: "kind: worker\nport: 8080", right: "kind: web\nport: 8080" },
})

export const scaleOrder = entry<{ min: number; max: number }>({
  code: "project/scale-order",
  severity: "error",
  title: "The smallest scale is above the largest.",
  message: ({ min, max }) => `"scale.min" is ${min}, which is more than "scale.max" (${max}).`,
  hint: () => 'Raise "max" or lower "min".',
  explanation: '"min" instances always run; up to "max" are started under load.',
  example: { wrong: "scale: { min: 3, max: 1 }", right: "scale: { min: 1, max: 3 }" },
})

export const sourceMissing = entry<{ source: string; why: string }>({
  code: "project/source-missing",
  severity: "error",
  title: "A source folder cannot be used.",
  message: ({ source, why }) => `The source "${source}" ${why}.`,
  hint: () => "Create the folder, or correct the path; it is relative to the manifest.",
  explanation:
    "Sources are folders inside the project. A symbolic link that leads out of it is refused, because platforms would build something that the project does not hold.",
  example: { wrong: "source: ./servics/api", right: "source: ./services/api" },
})

export const nameCollision = entry<{ name: string }>({
  code: "project/name-collision",
  severity: "error",
  title: "A service and a resource share a name.",
  message: ({ name }) => `"${name}" is both a service and a resource.`,
  hint: () => "Rename one of the two.",
  explanation:
    "Names become host names and object names, and services and resources share them on most platforms.",
  example: {
    wrong: "services: { cache: ... }\nresources: { cache: ... }",
    right: "services: { cache-api: ... }\nresources: { cache: ... }",
  },
})

export const unknownItem = entry<{
  what: string
  name: string
  known: readonly string[]
  near?: string
}>({
  code: "project/unknown-name",
  severity: "error",
  title: "A name leads nowhere.",
  message: ({ what, name }) => `There is no ${what} "${name}".`,
  hint: ({ near, known, what }) => {
    if (near !== undefined) return `Did you mean "${near}"?`
    return known.length === 0
      ? `The manifest has no ${what} yet.`
      : `There are: ${known.join(", ")}.`
  },
  explanation: "Checks, the edge and references name services and resources of the same manifest.",
  example: { wrong: "edge: { service: gatway }", right: "edge: { service: gateway }" },
})

export const unknownReference = entry<{ reference: string }>({
  code: "project/unknown-reference",
  severity: "error",
  title: "A reference is not one of the known forms.",
  message: ({ reference }) => `"${reference}" is not a reference that aidep knows.`,
  hint: () =>
    'Use ${services.X.url|host|token}, ${resources.X.url}, ${secrets.X}, ${env.NAME}, ${deployment.id} or ${environment}; "$${" writes a plain "${".',
  explanation:
    'Values of "env" may refer to addresses, tokens and secrets. aidep fills them in on the platform where the service runs.',
  example: { wrong: "URL: ${inference.url}", right: "URL: ${services.inference.url}" },
})

export const noOutput = entry<{ service: string; output: string; why: string }>({
  code: "project/no-output",
  severity: "error",
  title: "A service does not have what is referred to.",
  message: ({ service, output, why }) => `"${service}" has no ${output}: ${why}.`,
  hint: ({ output }) =>
    output === "token"
      ? 'Set "access: internal" on it, or remove the reference.'
      : "Refer to a service that listens on a port.",
  explanation:
    'Web and inference services and static sites have an address. Only services with "access: internal" have a token.',
  example: { wrong: "TOKEN: ${services.site.token}", right: "TOKEN: ${services.inference.token}" },
})

export const referenceCycle = entry<{ path: readonly string[] }>({
  code: "project/reference-cycle",
  severity: "error",
  title: "Services refer to each other in a circle.",
  message: ({ path }) => `Services refer to each other in a circle: ${path.join(" -> ")}.`,
  hint: () => "Remove one of these references; a service reads its own address from the request.",
  explanation:
    "A service is deployed after those whose outputs it uses. In a circle none could be the first.",
  example: {
    wrong: 'a: { env: { B: "${services.b.url}" } }\nb: { env: { A: "${services.a.url}" } }',
    right: 'a: { env: { B: "${services.b.url}" } }\nb: {}',
  },
})

export const missingVariable = entry<{ name: string }>({
  code: "project/missing-variable",
  severity: "error",
  title: "An environment variable is not set.",
  message: ({ name }) =>
    `"\${env.${name}}" needs the environment variable "${name}", which is not set.`,
  hint: ({ name }) => `Set it: ${name}=value aidep ...; or write the value into the manifest.`,
  explanation:
    '"${env.NAME}" is a plain value of the process environment. It ends up in rendered files, so it is not for secrets.',
  example: { wrong: "KEY: ${env.API_KEY}", right: "KEY: ${secrets.API_KEY}" },
})

export const secretAsVariable = entry<{ name: string }>({
  code: "project/secret-as-variable",
  severity: "error",
  title: "A secret would be written into a file.",
  message: ({ name }) =>
    `"${name}" is a secret, and "\${env.${name}}" would write its value into a file.`,
  hint: ({ name }) => `Use "\${secrets.${name}}".`,
  explanation:
    'Values of "${env.NAME}" are plain text in rendered files. Names that any service lists under "secrets" are therefore refused there.',
  example: { wrong: "KEY: ${env.API_KEY}", right: "KEY: ${secrets.API_KEY}" },
})

export const variableTwice = entry<{ name: string }>({
  code: "project/variable-twice",
  severity: "error",
  title: "A variable is set twice.",
  message: ({ name }) => `"${name}" is both in "env" and in "secrets".`,
  hint: () => "Keep one of the two.",
  explanation: "A secret reaches the service as an environment variable of its own name.",
  example: { wrong: "env: { TOKEN: abc }\nsecrets: [TOKEN]", right: "secrets: [TOKEN]" },
})

export const reservedVariable = entry<{ name: string; instead: string }>({
  code: "project/reserved-variable",
  severity: "error",
  title: "A variable is aidep’s own.",
  message: ({ name }) => `"${name}" is set by aidep.`,
  hint: ({ instead }) => instead,
  explanation:
    "aidep gives each service PORT, AIDEP_DEPLOYMENT and, where it applies, AIDEP_TOKEN and AIDEP_MODEL_*. Names beginning with AIDEP_ are reserved.",
  example: { wrong: "env: { PORT: 3000 }", right: "port: 3000" },
})

export const privateCache = entry<{ path: string; why: string }>({
  code: "project/private-cache",
  severity: "error",
  title: "The edge would cache what is not public.",
  message: ({ path, why }) => `The edge would cache "${path}", ${why}.`,
  hint: () => 'Remove the rule. For a path that everybody may read, write "public: true".',
  explanation:
    'A cached answer is given to everybody. aidep caches only paths that say "public: true" and that no check requests with credentials or expects to be refused.',
  example: {
    wrong: "cache: [{ path: /v1/*, ttl: 60s }]",
    right: "cache: [{ path: /docs/*, ttl: 60s, public: true }]",
  },
})

export const edgeNeedsWeb = entry<{ service: string; kind: string }>({
  code: "project/edge-needs-web",
  severity: "error",
  title: "The edge stands in front of something without an address.",
  message: ({ service, kind }) =>
    `The edge cannot stand in front of "${service}", which is a ${kind}.`,
  hint: () => "Name a service of the kind web, inference or static.",
  explanation: "The edge forwards requests, so the service behind it has to answer HTTP.",
  example: { wrong: "edge: { service: worker }", right: "edge: { service: gateway }" },
})

export const missingRegistry = entry({
  code: "project/missing-registry",
  severity: "error",
  title: "There is no registry to push images to.",
  message: () => '"build.by: ci" pushes images, but the manifest names no registry.',
  hint: () => 'Add "registry: ghcr.io/OWNER".',
  explanation:
    'With "build.by: ci" an image is built once, pushed to the registry and pinned by its digest on every platform.',
  example: { wrong: "build: { by: ci }", right: "build: { by: ci }\nregistry: ghcr.io/acme" },
})

export const rolloutSteps = entry<{ why: string }>({
  code: "project/rollout-steps",
  severity: "error",
  title: "The steps of the rollout do not lead to 100%.",
  message: ({ why }) => `The rollout's steps ${why}.`,
  hint: () => "Write rising percentages that end in 100%, such as [10%, 50%, 100%].",
  explanation: "A canary gives the new version more and more of the traffic, up to all of it.",
  example: { wrong: "steps: [50%, 10%]", right: "steps: [10%, 50%, 100%]" },
})

import { describe, expect, test } from "vitest"
import type * as projectErrors from "../../../src/errors/catalogue/project.ts"
import * as projectCatalogue from "../../../src/errors/catalogue/project.ts"
import * as supportCatalogue from "../../../src/errors/catalogue/support.ts"
import { namedOnlyProblems } from "../../../src/core/project/rules/named-only-rules.ts"
import { ignored, unsupported } from "../../../src/core/project/support.ts"
import type { Diagnostic } from "../../../src/errors/diagnostic.ts"
import { placed } from "../../support/parse-text.ts"
import {
  inputOf,
  projectOf,
  resolveText,
  type ResolveTextOptions,
} from "../../support/resolve-text.ts"
import { allNative, testPlatform } from "../../support/test-platform.ts"

interface Case extends ResolveTextOptions {
  /** Below `version`, `name` and `services` with the right service `api` on line 4; the first line is line 5. */
  readonly lines?: string
  /** In the service `api`, behind its kind, source and targets. */
  readonly api?: string
  readonly fault: string
  readonly message: string
  readonly hint: string
}

const say = ({ lines = "", api, ...options }: Partial<Case>): readonly Diagnostic[] => {
  const own = api === undefined ? "" : `, ${api}`
  const text = `version: 1\nname: shop\nservices:\n  api: { kind: web, source: ./api, targets: [acme]${own} }\n${lines}\n`
  return resolveText(text, options).diagnostics
}

const withApi = (own: string) =>
  `version: 1\nname: shop\nservices:\n  api: { kind: web, source: ./api, targets: [acme], ${own} }\n`

/** The faults of the project catalogue, each under the name of its entry; some have several forms. */
const cases: Readonly<Record<Exclude<keyof typeof projectErrors, "namedOnly">, readonly Case[]>> = {
  unknownTarget: [
    {
      lines: "  b: { kind: worker, source: ./b, targets: [acem] }",
      fault: "5:45 project/unknown-target",
      message: 'There is no platform "acem".',
      hint: 'Did you mean "acme"?',
    },
    {
      lines: "platforms: { nowhere: {} }",
      fault: "5:14 project/unknown-target",
      message: 'There is no platform "nowhere".',
      hint: "Use one of: acme, bolt, files, home, named, stock.",
    },
    {
      api: "platforms: { nowhere: {} }",
      fault: "4:66 project/unknown-target",
      message: 'There is no platform "nowhere".',
      hint: "Use one of: acme, bolt, files, home, named, stock.",
    },
    {
      lines: "edge: { target: nowhere, domain: a.example.com, service: api }",
      fault: "5:17 project/unknown-target",
      message: 'There is no platform "nowhere".',
      hint: "Use one of: acme, bolt, files, home, named, stock.",
    },
    {
      lines: "observability: { errors: { target: nowhere } }",
      fault: "5:36 project/unknown-target",
      message: 'There is no platform "nowhere".',
      hint: "Use one of: acme, bolt, files, home, named, stock.",
    },
  ],
  wrongRole: [
    {
      lines: "  b: { kind: worker, source: ./b, targets: [stock] }",
      fault: "5:45 project/wrong-role",
      message: '"stock" does not carry services.',
      hint: "These carry services: acme, bolt, home, named.",
    },
    {
      lines: "resources: { r: { kind: redis, targets: [named] } }",
      fault: "5:42 project/wrong-role",
      message: '"named" does not carry data resources.',
      hint: "These carry data resources: acme, bolt, home, stock.",
    },
    {
      lines: "edge: { target: stock, domain: a.example.com, service: api }",
      fault: "5:17 project/wrong-role",
      message: '"stock" does not carry the edge.',
      hint: "These carry the edge: acme, bolt, home.",
    },
    {
      lines: "observability: { errors: { target: stock }, logs: { target: stock } }",
      fault: "5:61 project/wrong-role",
      message: '"stock" does not carry logs.',
      hint: "No platform carries logs yet.",
    },
  ],
  targetNotAllowed: [
    {
      target: "bolt",
      fault: "undefined:undefined project/target-not-allowed",
      message: 'No service or resource lists "bolt" among its targets.',
      hint: 'Add "bolt" to the "targets" of what should go there.',
    },
  ],
  targetNotListed: [
    {
      api: "target: bolt",
      fault: "4:61 project/target-not-listed",
      message: '"api" is fixed to "bolt", which its targets do not list.',
      hint: "Choose one of: acme.",
    },
  ],
  notSwitchable: [
    {
      lines: "platforms: { acme: false, files: false }",
      fault: "5:20 project/not-switchable",
      message: '"acme" has no files for the whole project that could be switched off.',
      hint: "Write its options as a map, or remove the line.",
    },
  ],
  sourceOrImage: [
    {
      api: "image: a/b",
      fault: "4:53 project/source-or-image",
      message: '"api" has both "source" and "image".',
      hint: "Keep one of the two.",
    },
    {
      lines: "  b: { kind: worker, targets: [acme, external] }",
      fault: "5:3 project/source-or-image",
      message: '"b" has neither "source" nor "image".',
      hint: 'Add "source: ./folder", or "image: registry/name:tag".',
    },
  ],
  fieldNotForKind: [
    {
      lines: "  b: { kind: worker, source: ./b, targets: [acme], port: 80 }",
      fault: "5:52 project/field-not-for-kind",
      message: '"port" does not apply to a service of the kind "worker".',
      hint: "Remove it, or change the kind. It applies to: web, inference.",
    },
    {
      lines: "  b: { kind: job, source: ./b, targets: [acme], scale: { max: 1 } }",
      fault: "5:49 project/field-not-for-kind",
      message: '"scale" does not apply to a service of the kind "job".',
      hint: "Remove it, or change the kind. It applies to: web, inference, worker.",
    },
    {
      lines: "  b: { kind: static, source: ./b, targets: [acme], command: [a] }",
      fault: "5:52 project/field-not-for-kind",
      message: '"command" does not apply to a service of the kind "static".',
      hint: "Remove it, or change the kind. It applies to: web, inference, worker, job.",
    },
    {
      api: 'schedule: "* * * * *"',
      fault: "4:53 project/field-not-for-kind",
      message: '"schedule" does not apply to a service of the kind "web".',
      hint: "Remove it, or change the kind. It applies to: job.",
    },
  ],
  scaleOrder: [
    {
      api: "scale: { min: 3, max: 1 }",
      fault: "4:67 project/scale-order",
      message: '"scale.min" is 3, which is more than "scale.max" (1).',
      hint: 'Raise "max" or lower "min".',
    },
  ],
  sourceMissing: (
    [
      ["missing", "does not exist"],
      ["file", "is a file, not a folder"],
      ["outside", "leads out of the project through a symbolic link"],
      ["unreadable", "cannot be read"],
    ] as const
  ).map(([status, why]): Case => ({
    sources: { "./api": { status } },
    fault: "4:29 project/source-missing",
    message: `The source "./api" ${why}.`,
    hint: "Create the folder, or correct the path; it is relative to the manifest.",
  })),
  nameCollision: [
    {
      lines: "resources: { api: { kind: redis, targets: [acme] } }",
      fault: "5:14 project/name-collision",
      message: '"api" is both a service and a resource.',
      hint: "Rename one of the two.",
    },
  ],
  unknownItem: [
    {
      lines: "edge: { target: acme, domain: a.example.com, service: apl }",
      fault: "5:55 project/unknown-name",
      message: 'There is no service "apl".',
      hint: 'Did you mean "api"?',
    },
    {
      lines: "edge: { target: acme, domain: a.example.com, service: constructor }",
      fault: "5:55 project/unknown-name",
      message: 'There is no service "constructor".',
      hint: "There are: api.",
    },
    {
      lines: "checks: [{ name: a, service: worker, request: GET /, expect: {} }]",
      fault: "5:30 project/unknown-name",
      message: 'There is no service "worker".',
      hint: "There are: api.",
    },
    {
      api: 'env: { A: "x${services.ap.url}" }',
      fault: "4:65 project/unknown-name",
      message: 'There is no service "ap".',
      hint: 'Did you mean "api"?',
    },
    {
      api: "env: { A: '${resources.cache.url}' }",
      fault: "4:64 project/unknown-name",
      message: 'There is no resource "cache".',
      hint: "The manifest has no resource yet.",
    },
  ],
  unknownReference: [
    {
      api: 'env: { A: "see ${api.url}" }',
      fault: "4:68 project/unknown-reference",
      message: '"${api.url}" is not a reference that aidep knows.',
      hint: 'Use ${services.X.url|host|token}, ${resources.X.url}, ${secrets.X}, ${env.NAME}, ${deployment.id} or ${environment}; "$${" writes a plain "${".',
    },
  ],
  noOutput: [
    {
      lines:
        "  b: { kind: worker, source: ./b, targets: [acme], env: { A: '${services.c.url}' } }\n  c: { kind: worker, source: ./c, targets: [acme] }",
      fault: "5:63 project/no-output",
      message: '"c" has no url: it listens on no port.',
      hint: "Refer to a service that listens on a port.",
    },
    {
      lines:
        "  b: { kind: worker, source: ./b, targets: [acme], env: { A: '${services.api.token}' } }",
      fault: "5:63 project/no-output",
      message: '"api" has no token: everybody may call it.',
      hint: 'Set "access: internal" on it, or remove the reference.',
    },
  ],
  referenceCycle: [
    {
      lines:
        "  a: { kind: web, source: ./a, targets: [acme], env: { X: y, B: '${services.b.url}' } }\n  b: { kind: web, source: ./b, targets: [acme], env: { A: '${services.a.url}' } }",
      fault: "5:66 project/reference-cycle",
      message: "Services refer to each other in a circle: a -> b -> a.",
      hint: "Remove one of these references; a service reads its own address from the request.",
    },
    {
      api: 'env: { SELF: "${services.api.url}" }',
      fault: "4:67 project/reference-cycle",
      message: "Services refer to each other in a circle: api -> api.",
      hint: "Remove one of these references; a service reads its own address from the request.",
    },
  ],
  missingVariable: [
    {
      api: 'env: { A: "${env.HOME_URL}" }',
      fault: "4:64 project/missing-variable",
      message: '"${env.HOME_URL}" needs the environment variable "HOME_URL", which is not set.',
      hint: "Set it: HOME_URL=value aidep ...; or write the value into the manifest.",
    },
    {
      api: 'env: { A: "${env.constructor}" }',
      fault: "4:64 project/missing-variable",
      message:
        '"${env.constructor}" needs the environment variable "constructor", which is not set.',
      hint: "Set it: constructor=value aidep ...; or write the value into the manifest.",
    },
  ],
  secretAsVariable: [
    {
      api: 'env: { A: "${env.KEY}" }',
      lines: "  b: { kind: worker, source: ./b, targets: [acme], secrets: [KEY] }",
      variables: { KEY: "canary" },
      fault: "4:64 project/secret-as-variable",
      message: '"KEY" is a secret, and "${env.KEY}" would write its value into a file.',
      hint: 'Use "${secrets.KEY}".',
    },
  ],
  variableTwice: [
    {
      api: "env: { A: b }, secrets: [B, A]",
      fault: "4:81 project/variable-twice",
      message: '"A" is both in "env" and in "secrets".',
      hint: "Keep one of the two.",
    },
  ],
  reservedVariable: [
    {
      api: "env: { PORT: 3000 }",
      fault: "4:60 project/reserved-variable",
      message: '"PORT" is set by aidep.',
      hint: 'Set "port" instead.',
    },
    {
      api: "env: { AIDEP_X: y }",
      fault: "4:60 project/reserved-variable",
      message: '"AIDEP_X" is set by aidep.',
      hint: "Choose another name.",
    },
    {
      api: "secrets: [AIDEP_TOKEN]",
      fault: "4:63 project/reserved-variable",
      message: '"AIDEP_TOKEN" is set by aidep.',
      hint: "Choose another name.",
    },
  ],
  privateCache: [
    {
      lines:
        "edge: { target: acme, domain: a.example.com, service: api, cache: [{ path: /a, ttl: 60s }] }",
      fault: "5:76 project/private-cache",
      message: 'The edge would cache "/a", which does not say "public: true".',
      hint: 'Remove the rule. For a path that everybody may read, write "public: true".',
    },
    ...(
      [
        ["as: api-key, expect: {}", "with an identity"],
        ["headers: { Authorization: Bearer x }, expect: {}", "with a header"],
        ["expect: { status: 401 }", "expecting to be refused"],
        ["expect: { status: [403, 404] }", "expecting to be refused in some way"],
      ] as const
    ).map(([check, name]): Case => ({
      lines: `edge: { target: acme, domain: a.example.com, service: api, cache: [{ path: /a/*, ttl: 60s, public: true }] }\nchecks: [{ name: ${name}, service: api, request: GET /a/b?c, ${check} }]`,
      fault: "5:76 project/private-cache",
      message: `The edge would cache "/a/*", which the check "${name}" treats as protected.`,
      hint: 'Remove the rule. For a path that everybody may read, write "public: true".',
    })),
  ],
  edgeNeedsWeb: [
    {
      lines:
        "  b: { kind: worker, source: ./b, targets: [acme] }\nedge: { target: acme, domain: a.example.com, service: b }",
      fault: "6:55 project/edge-needs-web",
      message: 'The edge cannot stand in front of "b", which is a worker.',
      hint: "Name a service of the kind web, inference or static.",
    },
  ],
  missingRegistry: [
    {
      lines: "build: { by: ci }",
      fault: "5:14 project/missing-registry",
      message: '"build.by: ci" pushes images, but the manifest names no registry.',
      hint: 'Add "registry: ghcr.io/OWNER".',
    },
  ],
  rolloutSteps: [
    {
      lines: "rollout: { strategy: canary, steps: [50%, 10%, 100%] }",
      fault: "5:37 project/rollout-steps",
      message: "The rollout's steps do not rise.",
      hint: "Write rising percentages that end in 100%, such as [10%, 50%, 100%].",
    },
    {
      lines: "rollout: { strategy: canary, steps: [10%, 50%] }",
      fault: "5:37 project/rollout-steps",
      message: "The rollout's steps do not end in 100%.",
      hint: "Write rising percentages that end in 100%, such as [10%, 50%, 100%].",
    },
  ],
}

describe("every fault of the project catalogue", () => {
  test("is shown below", () => {
    expect([...Object.keys(cases), "namedOnly"].toSorted()).toEqual(
      Object.keys(projectCatalogue).toSorted(),
    )
    expect(Object.values(cases).filter((forms) => forms.length === 0)).toEqual([])
  })

  for (const [name, forms] of Object.entries(cases))
    test.each(forms)(`${name}: $message`, ({ fault, message, hint, ...wrong }) => {
      const diagnostics = say(wrong)
      expect(placed(diagnostics)).toEqual([fault])
      expect(diagnostics[0]).toMatchObject({ severity: "error", message, hint })
    })

  test("namedOnly: a platform that is known by name carries nothing yet", () => {
    const text =
      "version: 1\nname: shop\nservices:\n  api: { kind: web, source: ./api, targets: [named, acme] }\n  far: { kind: web, targets: [external] }\n"
    const input = inputOf(text)
    const [found, ...others] = namedOnlyProblems(projectOf(text), input)
    expect(others).toEqual([])
    expect(found).toMatchObject({
      code: "project/named-only",
      message:
        'Named is known to aidep by name only, so "api" cannot be rendered or deployed there.',
      place: { line: 4, column: 36 },
    })
    expect(namedOnlyProblems(projectOf(text, { target: "acme" }), input)).toEqual([])
  })
})

describe("every fault of the support catalogue", () => {
  const limited = [
    testPlatform("acme", {
      support: {
        ...allNative,
        kinds: { ...allNative.kinds, job: unsupported("no jobs here.") },
        fields: {
          ...allNative.fields,
          gpu: unsupported("GPUs run elsewhere."),
          "scale.idle": ignored("instances never stop."),
        },
        resources: { ...allNative.resources, qdrant: unsupported("no vectors here.") },
        edge: { ...allNative.edge, tls: ignored("always strict.") },
        rollout: { ...allNative.rollout, canary: unsupported("all at once only.") },
        build: { ...allNative.build, ci: unsupported("it builds itself.") },
      },
    }),
    testPlatform("bolt"),
  ]

  test("is shown below", () => {
    expect(Object.keys(supportCatalogue).toSorted()).toEqual(["ignoredField", "unsupportedField"])
  })

  test.each<[string, Partial<Case>, string, string, string]>([
    [
      "a field that has no effect",
      { api: "scale: { idle: 60s }" },
      "4:62 support/ignored",
      '"scale.idle" has no effect on Acme: instances never stop.',
      'Remove it, or keep it for other platforms; "aidep targets" shows which have it.',
    ],
    [
      "a field that cannot be",
      { api: "gpu: [T4]" },
      "4:53 support/unsupported",
      '"gpu" cannot be used on Acme: GPUs run elsewhere.',
      "Choose another target, or remove the field. These have it: bolt.",
    ],
    [
      "a field that cannot be on a target that is not chosen",
      { lines: "  b: { kind: worker, source: ./b, targets: [bolt, acme], gpu: [T4] }" },
      "5:58 support/unsupported",
      '"gpu" cannot be used on Acme: GPUs run elsewhere.',
      "Choose another target, or remove the field. These have it: bolt.",
    ],
    [
      "a kind",
      { lines: "  b: { kind: job, source: ./b, targets: [acme] }" },
      "5:8 support/unsupported",
      '"kind: job" cannot be used on Acme: no jobs here.',
      "Choose another target, or remove the field. These have it: bolt.",
    ],
    [
      "a resource",
      { lines: "resources: { v: { kind: qdrant, targets: [acme] } }" },
      "5:19 support/unsupported",
      '"kind: qdrant" cannot be used on Acme: no vectors here.',
      "Choose another target, or remove the field. These have it: bolt.",
    ],
    [
      "the edge",
      { lines: "edge: { target: acme, domain: a.example.com, service: api, tls: full }" },
      "5:60 support/ignored",
      '"tls" has no effect on Acme: always strict.',
      'Remove it, or keep it for other platforms; "aidep targets" shows which have it.',
    ],
    [
      "a rollout",
      { lines: "rollout: { strategy: canary }" },
      "5:12 support/unsupported",
      '"rollout.strategy: canary" cannot be used on Acme: all at once only.',
      "Choose another target, or remove the field. These have it: bolt.",
    ],
    [
      "a build",
      { lines: "build: { by: ci }\nregistry: ghcr.io/a" },
      "5:10 support/unsupported",
      '"build.by: ci" cannot be used on Acme: it builds itself.',
      "Choose another target, or remove the field. These have it: bolt.",
    ],
  ])("%s", (_title, wrong, fault, message, hint) => {
    const diagnostics = say({ ...wrong, platforms: limited })
    expect(placed(diagnostics)).toEqual([fault])
    expect(diagnostics[0]).toMatchObject({ message, hint })
  })

  test("what has no effect on a target that is not chosen is not worth a word", () => {
    const lines = "  b: { kind: worker, source: ./b, targets: [bolt, acme], scale: { idle: 60s } }"
    expect(say({ lines, platforms: limited })).toEqual([])
  })

  test("a warning leaves the project standing, an error does not", () => {
    const platforms = limited
    expect(resolveText(withApi("scale: { idle: 60s }"), { platforms }).project).toBeDefined()
    expect(resolveText(withApi("gpu: [T4]"), { platforms }).project).toBeUndefined()
  })
})

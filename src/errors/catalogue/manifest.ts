import { entry } from "../catalogue-entry.ts"
import { exitCodes } from "../exit-codes.ts"

export const invalidManifest = entry<{ file: string; errors: number }>({
  code: "manifest/invalid",
  severity: "error",
  exit: exitCodes.invalidManifest,
  title: "The manifest has errors.",
  message: ({ file, errors }) =>
    `"${file}" has ${errors === 1 ? "1 error" : `${errors} errors`}. Nothing was changed.`,
  hint: () => 'Correct the places named above, then run "aidep validate".',
  explanation:
    "Every command reads the whole manifest first and reports all that is wrong with it at once, each with its place and a hint. While one error is left, no file is written and no platform is asked.",
  example: {
    wrong:
      "services:\n  gateway:\n    kind: website\n    source: ./gateway\n    targets: [railway]",
    right: "services:\n  gateway:\n    kind: web\n    source: ./gateway\n    targets: [railway]",
  },
})

export const missingManifest = entry<{ file: string }>({
  code: "manifest/missing-file",
  severity: "error",
  exit: exitCodes.invalidManifest,
  title: "There is no manifest.",
  message: ({ file }) => `"${file}" does not exist. Nothing was changed.`,
  hint: () => 'Run "aidep init" to write one, or name another with "--manifest FILE".',
  explanation:
    'aidep reads "aidep.yaml" in the current folder unless "--manifest" names another file. It does not search parent folders, so that a command never works on a project by accident.',
})

export const unreadableManifest = entry<{ file: string; reason: string }>({
  code: "manifest/unreadable-file",
  severity: "error",
  exit: exitCodes.invalidManifest,
  title: "The manifest cannot be read.",
  message: ({ file, reason }) => `"${file}" cannot be read: ${reason}. Nothing was changed.`,
  hint: () => "Check that it is a file and that you may read it.",
  explanation: "The manifest has to be an ordinary text file that the current user may read.",
})

export const emptyManifest = entry({
  code: "manifest/empty",
  severity: "error",
  title: "The manifest is empty.",
  message: () => "The manifest is empty.",
  hint: () => 'Run "aidep init --force" to write a new one, or start with "version: 1".',
  explanation: 'A manifest needs at least "version", "name" and "services".',
  example: {
    wrong: "# nothing but a comment",
    right:
      "version: 1\nname: shop\nservices:\n  api: { kind: web, source: ./api, targets: [railway] }",
  },
})

export const notText = entry<{ why: string }>({
  code: "manifest/not-text",
  severity: "error",
  title: "The manifest is not a text file.",
  message: ({ why }) => `The manifest is not UTF-8 text: ${why}.`,
  hint: () => 'Save it as UTF-8 text. "file aidep.yaml" tells what it is now.',
  explanation: "Manifests are YAML in UTF-8, with or without a byte order mark.",
})

export const tooLarge = entry<{ bytes: number; limit: number }>({
  code: "manifest/too-large",
  severity: "error",
  title: "The manifest is too large.",
  message: ({ bytes, limit }) =>
    `The manifest has ${bytes.toLocaleString("en-US")} bytes; the limit is ${limit.toLocaleString("en-US")}.`,
  hint: () => "Split the stack into several projects, each with its own manifest.",
  explanation:
    "The limit keeps aidep quick and guards against a data file given by mistake. A thousand services fit with room.",
})

export const yamlSyntax = entry<{ reason: string; hint: string }>({
  code: "manifest/yaml-syntax",
  severity: "error",
  title: "The manifest is not well-formed YAML.",
  message: ({ reason }) => `This is not well-formed YAML: ${reason}.`,
  hint: ({ hint }) => hint,
  explanation:
    "YAML indents with spaces, never with tabs, closes every bracket and quote, and holds one document a file.",
  example: { wrong: "services:\n\tgateway: {}", right: "services:\n  gateway: {}" },
})

export const duplicateKey = entry<{ key: string; firstLine: number }>({
  code: "manifest/duplicate-key",
  severity: "error",
  title: "A key is there twice.",
  message: ({ key, firstLine }) =>
    `The key "${key}" is there twice; the first is on line ${firstLine}.`,
  hint: () => "Keep one of the two, or merge their content.",
  explanation: "YAML would silently keep the last of two equal keys, so aidep refuses both.",
  example: {
    wrong: "env:\n  LOG_LEVEL: info\n  LOG_LEVEL: debug",
    right: "env:\n  LOG_LEVEL: debug",
  },
})

export const invalidKey = entry<{ key: string; name: string; expected: string }>({
  code: "manifest/invalid-key",
  severity: "error",
  title: "A key does not have the right form.",
  message: ({ key, name }) => `The key "${key}" is not ${name}.`,
  hint: ({ expected }) => `Use ${expected}.`,
  explanation:
    "Names of services, resources and environments become names on every platform, so they keep to what all of them accept.",
  example: { wrong: "services:\n  My_Gateway: {}", right: "services:\n  my-gateway: {}" },
})

export const aliasProblem = entry<{ alias: string; why: string }>({
  code: "manifest/alias",
  severity: "error",
  title: "An anchor cannot be followed.",
  message: ({ alias, why }) => `The alias "*${alias}" cannot be followed: ${why}.`,
  hint: () =>
    'Define the anchor with "&" before it is used, outside of itself, and keep copies few.',
  explanation:
    "An alias repeats what its anchor holds. It cannot stand inside its own anchor, and a manifest whose aliases would grow beyond any sensible size is refused.",
  example: { wrong: "env: &env\n  A: *env", right: 'x-env: &env { A: "1" }\nenv: *env' },
})

export const mergeProblem = entry({
  code: "manifest/merge",
  severity: "error",
  title: "A merge key does not lead to a map.",
  message: () => 'The merge key "<<" does not lead to a map, so there is nothing to merge.',
  hint: () => 'Write "<<: *anchor", where the anchor stands on a map, or a list of such aliases.',
  explanation:
    "A merge key lays the entries of other maps under those of its own map. A text, a number or a list of them has no entries, and YAML would drop it in silence.",
  example: { wrong: "<<: shared", right: "<<: *shared" },
})

export const tooDeep = entry({
  code: "manifest/too-deep",
  severity: "error",
  title: "The manifest is nested too deeply.",
  message: () => "The manifest is nested too deeply to be read.",
  hint: () => "Look for a row of opening brackets or indentation that never ends.",
  explanation: "A manifest needs about ten levels. Hundreds of levels are a mistake or an attack.",
})

export const unknownKey = entry<{
  key: string
  parent: string
  known: readonly string[]
  near?: string
}>({
  code: "manifest/unknown-key",
  severity: "error",
  title: "A key is not known.",
  message: ({ key, parent }) => `The key "${key}" is not known in ${parent}.`,
  hint: ({ near, known }) => {
    if (near !== undefined) return `Did you mean "${near}"?`
    const listed = known.length === 0 ? "No key is known here." : `Known here: ${known.join(", ")}.`
    return `${listed} Keys of your own begin with "x-".`
  },
  explanation:
    'An unknown key is an error and never ignored, because a misspelt limit or secret would otherwise be dropped in silence. Keys that begin with "x-" are free for your own use, such as anchors.',
  example: { wrong: "scale: { minimum: 1 }", right: "scale: { min: 1 }" },
})

export const missingKey = entry<{ key: string; parent: string }>({
  code: "manifest/missing-key",
  severity: "error",
  title: "A required key is missing.",
  message: ({ key, parent }) => `The key "${key}" is missing in ${parent}.`,
  hint: ({ key }) => `Add "${key}:". "aidep schema" prints every field.`,
  explanation:
    'A few keys have no sensible default, such as a service\'s "kind" and "targets": aidep does not guess them.',
  example: {
    wrong: "services:\n  api: { source: ./api, targets: [fly] }",
    right: "services:\n  api: { kind: web, source: ./api, targets: [fly] }",
  },
})

export const wrongType = entry<{ field: string; expected: string; found: string }>({
  code: "manifest/wrong-type",
  severity: "error",
  title: "A value has the wrong type.",
  message: ({ field, expected, found }) =>
    `${field === "" ? "The manifest" : `"${field}"`} must be ${expected}, but it is ${found}.`,
  hint: ({ expected }) => `Write ${expected} here.`,
  explanation:
    'Texts with units are quoted or plain texts such as 60s, numbers carry no quotes, lists stand in square brackets or behind hyphens, and maps hold "key: value" pairs.',
  example: { wrong: "targets: railway", right: "targets: [railway]" },
})

export const wrongValue = entry<{
  field: string
  found: string
  allowed: readonly string[]
  near?: string
}>({
  code: "manifest/wrong-value",
  severity: "error",
  title: "A value is not one of those allowed.",
  message: ({ field, found }) => `"${field}" cannot be ${found}.`,
  hint: ({ allowed, near }) =>
    near === undefined ? `Use one of: ${allowed.join(", ")}.` : `Did you mean "${near}"?`,
  explanation: 'Some fields take one of a few words. "aidep explain FIELD" lists them.',
  example: { wrong: "restart: sometimes", right: "restart: on-failure" },
})

export const wrongForm = entry<{ field: string; found: string; name: string; expected: string }>({
  code: "manifest/wrong-form",
  severity: "error",
  title: "A text does not have the right form.",
  message: ({ field, found, name }) => `"${field}" is "${found}", which is not ${name}.`,
  hint: ({ expected }) => `Write ${expected}.`,
  explanation:
    "Durations (60s), sizes (512MB, 4GiB), rates (100/10s), percentages (99.5%) and money ($70) are texts with units; names, paths, domains and images have their own forms. The column points to where the text goes wrong.",
  example: { wrong: "idle: 60 seconds", right: "idle: 60s" },
})

export const outOfRange = entry<{ field: string; expected: string }>({
  code: "manifest/out-of-range",
  severity: "error",
  title: "A value is too small, too large, or there are too few.",
  message: ({ field, expected }) => `"${field}" must be ${expected}.`,
  hint: ({ expected }) => `Write ${expected} here.`,
  explanation: "Numbers and lists have limits that no platform goes beyond.",
  example: { wrong: "port: 80000", right: "port: 8000" },
})

export const moreErrors = entry<{ count: number }>({
  code: "manifest/more-errors",
  severity: "error",
  title: "There are more errors than are shown.",
  message: ({ count }) =>
    `${count.toLocaleString("en-US")} more ${count === 1 ? "error is" : "errors are"} not shown.`,
  hint: () => 'Correct those that are shown first, then run "aidep validate".',
  explanation:
    "aidep reports all that is wrong at once, but thousands of errors usually have one cause. Those past the first thousand are only counted.",
})

export const fixedInEnvironment = entry<{ key: string; environment: string }>({
  code: "manifest/fixed-in-environment",
  severity: "error",
  title: "An environment changes what it cannot change.",
  message: ({ key, environment }) => `The environment "${environment}" cannot change "${key}".`,
  hint: ({ key }) => `Remove "${key}" from the environment.`,
  explanation:
    "Environments lay their values over the manifest. The version, the name and the environments themselves are the same in all of them.",
  example: {
    wrong: "environments:\n  staging: { name: other }",
    right: "environments:\n  staging: { services: { api: { scale: { max: 1 } } } }",
  },
})

export const unknownEnvironment = entry<{ environment: string; known: readonly string[] }>({
  code: "manifest/unknown-environment",
  severity: "error",
  title: "The environment is not declared.",
  message: ({ environment }) => `The environment "${environment}" is not declared in the manifest.`,
  hint: ({ known }) => `Use one of: ${known.join(", ")}. Or add it under "environments".`,
  explanation:
    'Once a manifest declares environments, "--env" takes one of them. A manifest that declares none works in any environment; the default is "production".',
  example: { wrong: "aidep render --env stagign", right: "aidep render --env staging" },
})

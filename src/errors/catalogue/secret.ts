import { entry } from "../catalogue-entry.ts"
import { exitCodes } from "../exit-codes.ts"

export const secretInFile = entry<{ kind: string }>({
  code: "secret/in-file",
  severity: "error",
  title: "A file holds what looks like a secret.",
  message: ({ kind }) => `This looks like a secret (${kind}). Whoever can read the file has it.`,
  hint: () =>
    'Make a new one where it was issued, set that in the environment or in ".env", and remove this one from the file.',
  explanation:
    "Known forms of keys and tokens are recognised, and long random values behind names such as API_KEY. A secret that was ever pushed counts as known to others: removing it from the file is not enough, it has to be made anew. The value itself is never shown.",
  example: {
    wrong: 'API_TOKEN = "q7Hx2LmV9sPz4RkTy8WbN3cJ"',
    right: 'API_TOKEN = os.environ["API_TOKEN"]',
  },
})

export const plainSecret = entry<{ service: string; variable: string }>({
  code: "secret/plain-variable",
  severity: "error",
  title: "A secret is written into the manifest.",
  message: ({ service, variable }) =>
    `"${variable}" of "${service}" is named like a secret and has its value in the manifest, which ends up in rendered files.`,
  hint: ({ variable }) =>
    `List it under "secrets: [${variable}]", and set its value in ".env" or in the environment.`,
  explanation:
    "Values of env are plain text in the manifest, in rendered files and in the repository. Secrets are named in the manifest and get their values from the environment.",
  example: {
    wrong: "services:\n  gateway: { env: { SMTP_PASSWORD: k3Hq9vPz2LxT } }",
    right: "services:\n  gateway: { secrets: [SMTP_PASSWORD] }",
  },
})

export const defaultPassword = entry<{ what: string }>({
  code: "secret/default-value",
  severity: "error",
  title: "A password is one that everybody tries first.",
  message: ({ what }) => `${what} has a well-known default or placeholder as its value.`,
  hint: () => "Make a random one: openssl rand -hex 24.",
  explanation:
    "Values such as admin, changeme or postgres are in every list that scanners try. The value itself is never shown.",
  example: {
    wrong:
      'services:\n  gateway: { env: { DATABASE_URL: "postgres://postgres:postgres@db.example.com/app" } }',
    right: "services:\n  gateway: { secrets: [DATABASE_URL] }",
  },
})

export const secretWithoutValue = entry<{ name: string; services: readonly string[] }>({
  code: "secret/no-value",
  severity: "warning",
  title: "A secret has no value.",
  message: ({ name, services }) =>
    `"${name}" has no value here, and ${services.map((service) => `"${service}"`).join(", ")} needs it: a deploy from here would be refused.`,
  hint: ({ name }) => `Run "aidep secrets set ${name}", or set it in the environment.`,
  explanation:
    "Secrets are looked for in the environment, then in .env.<environment>, then in .env, by name only. Where none of them has a value, nothing is said: deploys then run somewhere else, such as in a pipeline.",
  example: {
    wrong: "AIDEP_SECRET_KEY=made-by-aidep-init\nAPI_KEYS=",
    right: "AIDEP_SECRET_KEY=made-by-aidep-init\nAPI_KEYS=first-key,second-key",
  },
})

export const secretNotListed = entry<{ name: string }>({
  code: "secret/not-in-example",
  severity: "warning",
  title: "A secret is not named in .env.example.",
  message: ({ name }) => `"${name}" is not in ".env.example", so nobody is told to set it.`,
  hint: () => 'Run "aidep check --fix", which adds the name.',
  explanation:
    "The file .env.example lists the names of all secrets, without values, for whoever works on the project next.",
  example: { wrong: "AIDEP_SECRET_KEY=", right: "AIDEP_SECRET_KEY=\nAPI_KEYS=" },
})

export const secretFileTracked = entry<{ file: string }>({
  code: "secret/file-not-ignored",
  severity: "error",
  title: "Git would publish a file of secrets.",
  message: ({ file }) => `"${file}" holds values of secrets, and git does not ignore it.`,
  hint: ({ file }) =>
    `Run "aidep check --fix", which adds it to .gitignore. Where it was committed: git rm --cached ${file}, and make its secrets anew.`,
  explanation:
    "Files such as .env are for this machine only. Once one is pushed, its values are known to everybody who can read the repository, and stay in its history.",
  example: { wrong: "node_modules/", right: "node_modules/\n.env\n.env.*\n!.env.example" },
})

export const unusableName = entry<{ name: string }>({
  code: "secret/unusable-name",
  severity: "error",
  exit: exitCodes.usage,
  title: "A secret cannot have that name.",
  message: ({ name }) => `"${name}" is no name of a variable. Nothing was changed.`,
  hint: () => "Use letters, digits and _, the first one no digit: aidep secrets set API_KEYS.",
  explanation:
    "Secrets reach services as environment variables. The value does not belong on the command line, where others on the machine can read it: it is asked for, or read from standard input.",
  example: {
    wrong: "aidep secrets set API_KEYS=first-key",
    right: "aidep secrets set API_KEYS < keys.txt",
  },
})

export const unusableValue = entry<{ name: string; reason: string }>({
  code: "secret/unusable-value",
  severity: "error",
  exit: exitCodes.usage,
  title: "The value of a secret cannot be written down.",
  message: ({ name, reason }) => `"${name}" was not set: ${reason}.`,
  hint: ({ name }) =>
    `Give one line: aidep secrets set ${name} < FILE. A text of several lines can be encoded: base64 -w0 FILE.`,
  explanation:
    "A file such as .env has one line for each variable, and other tools read it too. Values that would be read back as something else are refused.",
})

export const unreadSecret = entry<{ name: string; near?: string }>({
  code: "secret/not-read",
  severity: "warning",
  title: "Nothing reads a secret.",
  message: ({ name, near }) =>
    `"${name}" was set, and nothing in the manifest reads it${near === undefined ? "" : `: is "${near}" meant`}.`,
  hint: ({ name }) => `List it where it is read: services: { gateway: { secrets: [${name}] } }.`,
  explanation:
    "A service gets only the secrets that its list in the manifest names, and that its variables refer to.",
})

export const hiddenSecret = entry<{ name: string; file: string; origin: string }>({
  code: "secret/hidden",
  severity: "warning",
  title: "Another value of a secret counts.",
  message: ({ name, file, origin }) =>
    `"${name}" was set in "${file}", and its value in ${origin === "environment" ? "the environment" : `"${origin}"`} counts before it.`,
  hint: ({ name }) =>
    `Take that one away, or set it there. "aidep secrets list" shows where "${name}" comes from.`,
  explanation:
    "Values come from the process environment, then .env.<environment>, then .env. The first one that has a value counts.",
})

import type { RetirementRule } from "aidep/provider"

const anything = /\S/

/** Files are looked for in the manifest's folder and in every source folder. */
export const retirements: readonly RetirementRule[] = [
  {
    code: "railway/config-files",
    title: "Railway stops reading railway.json and railway.toml.",
    retiresOn: "2026-12-01",
    source: "https://docs.railway.com/config-as-code",
    hint: 'Remove the file and "legacyConfig", run "aidep render", and apply .railway/railway.ts with "railway config plan" and "railway config apply".',
    explanation:
      "Config as Code, one railway.json or railway.toml for each service, is deprecated. Services that were created before still read it until 2026-12-01, new ones never do, and a service with such a file cannot be managed by .railway/railway.ts. From the date on, the settings in the file have no effect.",
    example: {
      wrong: "platforms: { railway: { legacyConfig: true } }",
      right: "platforms: { railway: { workspace: acme } }",
    },
    touches: [
      { type: "option", path: ["legacyConfig"], values: [true] },
      { type: "file", paths: ["railway.json", "railway.toml"], pattern: anything },
    ],
  },
]

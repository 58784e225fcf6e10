import * as z from "zod"
import { allNative } from "../support/test-platform.ts"
import { defineProvider } from "../../src/provider/define-provider.ts"
import { entry } from "../../src/errors/catalogue-entry.ts"
import type { Artifact } from "../../src/core/artifact/artifact.ts"
import type { Provider } from "../../src/provider/provider.ts"

const tooMany = entry<{ max: number }>({
  code: "acme/too-many",
  severity: "error",
  title: "There are too many instances.",
  message: ({ max }) => `Acme runs 5 instances, not ${max}.`,
  hint: () => 'Lower "scale.max".',
  explanation: "Acme is small.",
})

const crowded = entry<{ names: readonly string[] }>({
  code: "acme/crowded",
  severity: "warning",
  title: "It is crowded.",
  message: ({ names }) => `${names.join(" and ")} share one machine.`,
  hint: () => "Move one.",
  explanation: "Acme has one machine.",
})

interface AcmeSpecs {
  readonly service: {
    readonly name: string
    readonly region: string
    readonly port: number | undefined
  }
  readonly resource: { readonly name: string; readonly kind: string }
  readonly edge: { readonly domain: string }
}

/** A platform that puts everything into one `acme.json`. */
export const acme: Provider = defineProvider<
  { region: string; plan?: string | undefined },
  AcmeSpecs
>({
  id: "acme",
  title: "Acme",
  roles: ["service", "resource", "edge"],
  docs: "https://acme.example/docs",
  support: allNative,
  options: z.strictObject({
    region: z.enum(["here", "there"]).default("here"),
    plan: z.string().optional(),
  }),
  errors: [tooMany, crowded],
  maxNameLength: 24,
  check: ({ project, report }) =>
    project.services.length > 2
      ? [report(crowded, { names: project.services.map(({ name }) => name) }, "region")]
      : [],
  spec: {
    service: ({ name, port, scale }, { nameOf, options, report }) => ({
      spec: { name: nameOf(name), region: options.region, port },
      diagnostics: scale.max > 5 ? [report(tooMany, { max: scale.max }, "scale.max")] : [],
    }),
    resource: ({ name, kind }, { nameOf }) => ({
      spec: { name: nameOf(name), kind },
      diagnostics: [],
    }),
    edge: ({ domain }) => ({ spec: { domain }, diagnostics: [] }),
  },
  render: ({ services, resources, edge }, { options }) => [
    {
      path: "acme.json",
      content: {
        format: "json",
        value: {
          plan: options.plan,
          services: services.map(({ name, region, port }) => ({ name, region, port })),
          resources: resources.map(({ name, kind }) => ({ name, kind })),
          domain: edge?.domain,
        },
      },
    },
  ],
})

/** A platform that writes about the whole project, wherever its parts go. */
export const files: Provider = defineProvider({
  id: "files",
  title: "Files",
  roles: ["pipeline"],
  scope: "project",
  docs: "https://files.example/docs",
  support: allNative,
  options: z.strictObject({ name: z.enum(["list", "index"]).default("list") }),
  spec: { service: ({ name }) => ({ spec: name, diagnostics: [] }) },
  render: ({ services }, { options, platforms }) => [
    {
      path: `${options.name}.json`,
      content: {
        format: "json",
        value: { services: services.map(String), platforms: platforms.map(({ id }) => id) },
      },
    },
  ],
})

/** Writes the list of the same services too, and an index of its own. */
export const twin: Provider = {
  ...files,
  id: "twin",
  carryOut: (input) => {
    const output = files.carryOut(input)
    const index: Artifact = { path: "index.json", content: { format: "json", value: "own" } }
    return { ...output, artifacts: [...output.artifacts, index] }
  },
}

/** A platform that is known by name only. */
export const named: Provider = defineProvider({
  id: "named",
  title: "Named",
  roles: ["service"],
  docs: "https://named.example",
  support: undefined,
  options: z.strictObject({}),
})

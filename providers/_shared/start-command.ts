import { type CatalogueEntry, type Diagnostic, entry, type Service } from "aidep/provider"

/** The command that starts a service: the manifest's, else what the source folder shows. */
export function startCommandOf({ command, code }: Service): readonly string[] | undefined {
  if (command !== undefined) return command
  return code.type === "folder" ? code.startCommand : undefined
}

export const startCommandUnknown = entry<{ service: string; folder: string }>({
  code: "compose/start-command-unknown",
  severity: "error",
  title: "Nothing says how a service starts.",
  message: ({ service, folder }) =>
    `aidep cannot write a Dockerfile for "${service}", because nothing in "${folder}" says how it starts.`,
  hint: () =>
    'Add "command" to the service, such as [node, server.js], or put a Dockerfile into the folder.',
  explanation:
    "A service that is built from a source folder needs a start command. aidep finds one in the start script of package.json, or in a FastAPI application. Where there is neither, the manifest has to say it, or the folder has to have its own Dockerfile.",
  example: {
    wrong: "worker: { kind: worker, source: ./worker, targets: [fly] }",
    right: "worker: { kind: worker, source: ./worker, targets: [fly], command: [node, worker.js] }",
  },
})

export const runtimeUnknown = entry<{ service: string; folder: string }>({
  code: "compose/runtime-unknown",
  severity: "error",
  title: "Nothing says in which language a service is written.",
  message: ({ service, folder }) =>
    `aidep cannot write a Dockerfile for "${service}", because "${folder}" has no package.json, requirements.txt or pyproject.toml.`,
  hint: () =>
    'Add "runtime" to the service, such as node@24 or python@3.12, or put a Dockerfile into the folder.',
  explanation:
    "aidep writes Dockerfiles for Node and Python. It finds the language by package.json, requirements.txt or pyproject.toml. Where there is none of them, the manifest has to name the runtime, or the folder has to have its own Dockerfile.",
  example: {
    wrong: "api: { kind: web, source: ./api, targets: [fly] }",
    right: "api: { kind: web, source: ./api, targets: [fly], runtime: python@3.12 }",
  },
})

type Report = (
  entry: CatalogueEntry<{ service: string; folder: string }>,
  params: { service: string; folder: string },
  field?: string,
) => Diagnostic

/** What keeps aidep from writing the Dockerfile of a service. Empty where it has one, or an image. */
export function buildProblems(service: Service, report: Report): readonly Diagnostic[] {
  const { name, code, kind } = service
  if (code.type !== "folder" || code.dockerfile !== undefined || kind === "static") return []
  const params = { service: name, folder: code.path }
  if (code.runtime === undefined) return [report(runtimeUnknown, params, "source")]
  if (startCommandOf(service) === undefined) return [report(startCommandUnknown, params, "source")]
  return []
}

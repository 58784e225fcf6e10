import type { Artifact, Dockerfile, Service, SourceFolder } from "aidep/provider"
import { nodeDockerfile } from "./dockerfile/node.ts"
import { pythonDockerfile } from "./dockerfile/python.ts"
import { staticDockerfile } from "./dockerfile/static.ts"
import { insideFolder } from "./inside-folder.ts"
import { startCommandOf } from "./start-command.ts"

export { healthProbe } from "./dockerfile/probe.ts"
export { staticSitePort } from "./dockerfile/static-site-port.ts"

/**
 * The Dockerfile and `.dockerignore` of a service whose source folder has none. Empty for a service with an
 * image or its own Dockerfile, and where the language or the start command is not known: `buildProblems` of
 * `start-command.ts` tells the user.
 */
export function dockerfileArtifacts(service: Service): readonly Artifact[] {
  const { code } = service
  if (code.type !== "folder" || code.dockerfile !== undefined) return []
  const value = dockerfileOf(service, code)
  if (value === undefined) return []
  return [
    {
      path: dockerfilePath(service),
      content: { format: "dockerfile", value },
      existing: "keep",
    },
    {
      path: insideFolder(code.path, ".dockerignore"),
      content: { format: "ignore", patterns: ignoredPatterns },
      existing: "keep",
    },
  ]
}

/**
 * Path of a service's Dockerfile, its own or the one aidep writes, relative to the manifest's folder. The
 * build context is the source folder.
 */
export function dockerfilePath(service: Service): string {
  const { code } = service
  return code.type === "folder" ? insideFolder(code.path, dockerfileName(service)) : defaultName
}

/** The same path, relative to the build context. Services that share a folder have a Dockerfile each. */
export function dockerfileName({ code, name }: Service): string {
  if (code.type !== "folder") return defaultName
  return code.dockerfile ?? (code.shared ? `${defaultName}.${name}` : defaultName)
}

const defaultName = "Dockerfile"

/** What never belongs into an image: secrets, history, and what the image makes itself. */
const ignoredPatterns = [
  "**/.git",
  "**/.env",
  "**/.env.*",
  "!**/.env.example",
  "Dockerfile*",
  ".dockerignore",
  "**/node_modules",
  "**/__pycache__",
  "**/*.pyc",
  "**/.venv",
  "**/venv",
  "**/.pytest_cache",
  "**/*.log",
]

function dockerfileOf(service: Service, code: SourceFolder): Dockerfile | undefined {
  if (service.kind === "static") return staticDockerfile(service, code)
  const start = startCommandOf(service)
  if (code.runtime === undefined || start === undefined) return undefined
  const image = { service, code, start, version: code.runtime.version }
  return code.runtime.language === "node" ? nodeDockerfile(image) : pythonDockerfile(image)
}

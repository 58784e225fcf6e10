import type { ItemScope, Service, SourceFolder } from "aidep/provider"
import { builtImage } from "../../_shared/built-image.ts"
import { shellLine } from "../../_shared/shell-line.ts"
import { dockerfileArtifacts, dockerfilePath } from "../../_shared/dockerfile.ts"
import { buildProblems } from "../../_shared/start-command.ts"
import { staticNeedsSource } from "../errors/service.ts"
import type { RenderOptions } from "../options.ts"
import { type Build, repositoryOf } from "./build-fields.ts"
import { nativeBuild } from "./native.ts"

export function buildOf(service: Service, scope: ItemScope<RenderOptions>): Build {
  const { code, kind, name } = service
  const image = code.type === "image" ? code.reference : builtImage(service, scope.project)
  if (kind === "static" && code.type !== "folder")
    return {
      ...nothing,
      diagnostics: [scope.report(staticNeedsSource, { service: name }, "image")],
    }
  if (image !== undefined) return imageBuild(image, service, scope)
  if (code.type !== "folder") return nothing
  if (kind === "static") return staticBuild(service, code, scope)
  return scope.options.builder === "native"
    ? nativeBuild(service, code, scope)
    : dockerBuild(service, code, scope)
}

const nothing: Build = {
  fields: { runtime: "docker" },
  variables: {},
  files: [],
  diagnostics: [],
}

function imageBuild(url: string, service: Service, { options }: ItemScope<RenderOptions>): Build {
  const { command } = service
  return {
    ...nothing,
    fields: {
      runtime: "image",
      image: { url, creds: credentialOf(options) },
      dockerCommand: command === undefined ? undefined : shellLine(command),
    },
    files: dockerfileArtifacts(service),
  }
}

/** The paths count from the root of the repository, since no root directory is set. */
function dockerBuild(
  service: Service,
  { path }: SourceFolder,
  { options, report }: ItemScope<RenderOptions>,
): Build {
  const { command } = service
  return {
    ...nothing,
    fields: {
      runtime: "docker",
      ...repositoryOf(options),
      dockerfilePath: `./${dockerfilePath(service)}`,
      dockerContext: path === "." ? "." : `./${path}`,
      dockerCommand: command === undefined ? undefined : shellLine(command),
      registryCredential: credentialOf(options),
    },
    files: dockerfileArtifacts(service),
    diagnostics: buildProblems(service, report),
  }
}

/** Render installs the packages of a static site by itself before the build command. */
function staticBuild(
  { buildCommand, output }: Service,
  { path, runtime }: SourceFolder,
  { options }: ItemScope<RenderOptions>,
): Build {
  const node = runtime?.language === "node" && buildCommand !== undefined
  return {
    ...nothing,
    fields: {
      runtime: "static",
      ...repositoryOf(options),
      rootDir: path === "." ? undefined : path,
      buildCommand: buildCommand === undefined ? undefined : shellLine(buildCommand),
      staticPublishPath: output ?? ".",
    },
    variables: node ? { NODE_VERSION: runtime.version } : {},
  }
}

function credentialOf({ registryCredential }: RenderOptions) {
  return registryCredential === undefined
    ? undefined
    : { fromRegistryCreds: { name: registryCredential } }
}

import type { Diagnostic, ItemScope, Service, SourceFolder, Specified } from "aidep/provider"
import { builtImage } from "../_shared/built-image.ts"
import { dockerfilePath } from "../_shared/dockerfile.ts"
import { reservedSecret } from "./errors.ts"
import type { GithubOptions } from "./options.ts"

export type GithubSpecs = {
  readonly service: ServiceJobs
  readonly resource: never
  readonly edge: never
}

/** What workflows do for one service. */
export interface ServiceJobs {
  readonly service: Service
  /** Undefined where there is nothing that could be tested. */
  readonly tests: TestableFolder | undefined
  /** Undefined where the pipeline builds no image of it. */
  readonly image: ImageBuild | undefined
  /** Names of the secrets whose values a deploy has to know, sorted. */
  readonly secrets: readonly string[]
}

/** A source folder whose language and dependencies are known. */
export interface TestableFolder {
  readonly path: string
  readonly language: "node" | "python"
  readonly version: string
  readonly dependencyFile: NonNullable<SourceFolder["dependencyFile"]>
}

export interface ImageBuild {
  /** Without tag and digest. */
  readonly repository: string
  readonly context: string
  readonly dockerfile: string
}

export function serviceSpec(
  service: Service,
  scope: ItemScope<GithubOptions>,
): Specified<ServiceJobs> {
  const secrets = secretsOf(service)
  return {
    spec: {
      service,
      tests: testableFolder(service),
      image: imageBuild(service, scope),
      secrets,
    },
    diagnostics: secrets
      .filter((name) => name.toUpperCase().startsWith("GITHUB_"))
      .map((name): Diagnostic => scope.report(reservedSecret, { secret: name }, "secrets")),
  }
}

/** Secrets that somebody supplies: the tokens that aidep derives itself are not among them. */
function secretsOf({ env }: Service): readonly string[] {
  const names = env.flatMap(({ segments }) =>
    segments.flatMap((segment) => (segment.type === "secret" ? [segment.name] : [])),
  )
  return [...new Set(names)].filter((name) => !name.startsWith("AIDEP_")).toSorted()
}

export function testableFolder({ code }: Service): TestableFolder | undefined {
  if (code.type !== "folder" || code.runtime === undefined) return undefined
  const { path, runtime, dependencyFile } = code
  return dependencyFile === undefined ? undefined : { path, ...runtime, dependencyFile }
}

/** The image of a service whose platform takes images; platforms that build in their own way get none. */
function imageBuild(
  service: Service,
  { project, platforms }: ItemScope<GithubOptions>,
): ImageBuild | undefined {
  const repository = builtImage(service, project)
  if (repository === undefined || service.code.type !== "folder") return undefined
  const answer = platforms.find(({ id }) => id === service.placement.platform)?.support?.build.ci
  if (answer?.level === "error" || answer?.level === "ignored") return undefined
  return { repository, context: service.code.path, dockerfile: dockerfilePath(service) }
}

import { join } from "node:path"
import pMap from "p-map"
import type { Service } from "../../../core/project/project.ts"
import { isExternal } from "../../../core/project/resolve-service.ts"
import { AidepError, problem } from "../../../errors/aidep-error.ts"
import { unpinnedImages, unpushedSource } from "../../../errors/catalogue/source.ts"
import type { ServiceSource } from "../../../provider/remote.ts"
import type { Context } from "../../context.ts"
import type { LoadedProject } from "../../load-project.ts"
import { readRevision, type Revision } from "./read-revision.ts"

/** What a service is started from, with a digest that changes only when its own code does. */
export interface SourceOfService {
  readonly source: ServiceSource
  readonly id: string
}

export interface SourceOptions {
  /** Images that continuous integration built, with their digests, by service. */
  readonly images?: Readonly<Record<string, string>> | undefined
  /** Stands for the pushed commit where nothing is really built. */
  readonly assumed?: Revision | undefined
}

/** What is no part of a source: history, dependencies, caches, secrets, which come as variables, and aidep's own. */
const skippedNames = [
  ".git",
  ".aidep",
  ".env",
  "node_modules",
  "__pycache__",
  ".venv",
  "venv",
  ".pytest_cache",
  ".wrangler",
]

/**
 * Finds what each service is started from: its image, the image that was built of its folder, the pushed commit, or
 * the folder itself where its platform takes that.
 *
 * @throws AidepError `source/not-pushed` when a platform would build a commit that it cannot see;
 * `source/unpinned-images` when images have to be built first.
 */
export async function serviceSources(
  loaded: LoadedProject,
  options: SourceOptions,
  context: Context,
): Promise<ReadonlyMap<string, SourceOfService>> {
  const services = loaded.project.services.filter((service) => !isExternal(service))
  refuseUnpinned(services, loaded, options)
  const building = services.filter((service) => kindOf(service, loaded) === "commit")
  const revision =
    building.length === 0 ? undefined : await pushedRevision(loaded, options, context)
  const found = await pMap(
    services,
    async (service) =>
      [service.name, await sourceOf(service, { loaded, options, revision, context })] as const,
    { concurrency: 8 },
  )
  return new Map(found)
}

/** What the service's platform starts it from, of what there is. */
function kindOf(service: Service, { project, providers }: LoadedProject): ServiceSource["type"] {
  if (service.code.type !== "folder") return "image"
  const accepted = providers.get(service.placement.platform)?.sources ?? []
  const isBuilt = project.buildBy === "ci" && service.kind !== "static"
  return accepted.find((type) => type !== "image" || isBuilt) ?? "commit"
}

interface Finding {
  readonly loaded: LoadedProject
  readonly options: SourceOptions
  readonly revision: Revision | undefined
  readonly context: Context
}

async function sourceOf(service: Service, finding: Finding): Promise<SourceOfService> {
  const { loaded, options, revision, context } = finding
  const { code, name } = service
  if (code.type !== "folder") {
    const reference = code.type === "image" ? code.reference : ""
    return { source: { type: "image", reference }, id: reference }
  }
  const path = join(loaded.folder, code.path)
  switch (kindOf(service, loaded)) {
    case "image": {
      const reference = options.images?.[name] ?? ""
      return { source: { type: "image", reference }, id: reference }
    }
    case "commit": {
      const { commit = "", repository } = revision ?? {}
      const tree = await revision?.treeOf(code.path)
      const source: ServiceSource = {
        type: "commit",
        commit,
        ...(repository === undefined ? {} : { repository }),
      }
      return { source, id: tree ?? (await context.files.digestFolder(path, skippedNames)) }
    }
    case "folder":
      return {
        source: { type: "folder", path },
        id: await context.files.digestFolder(path, skippedNames),
      }
  }
}

function refuseUnpinned(
  services: readonly Service[],
  loaded: LoadedProject,
  { images = {} }: SourceOptions,
): void {
  const missing = services
    .filter((service) => service.code.type === "folder" && kindOf(service, loaded) === "image")
    .filter(({ name }) => !/@sha256:[0-9a-f]{64}$/.test(images[name] ?? ""))
    .map(({ name }) => name)
  if (missing.length > 0) throw new AidepError(problem(unpinnedImages, { services: missing }))
}

async function pushedRevision(
  { folder }: LoadedProject,
  { assumed }: SourceOptions,
  context: Context,
): Promise<Revision> {
  if (assumed !== undefined) return assumed
  const read = await readRevision(folder, context)
  if (read.status === "read") return read.revision
  throw new AidepError(problem(unpushedSource, { reason: read.reason }))
}

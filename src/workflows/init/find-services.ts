import { relative, resolve, sep } from "node:path"
import type { FoundService } from "../../core/init/found-service.ts"
import type { SourceFacts } from "../../core/project/source-facts.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { aboutOneService, unusableSource } from "../../errors/catalogue/init.ts"
import type { Context } from "../context.ts"
import { detectService, detectServices } from "./detect-services.ts"
import type { Place } from "./open-place.ts"
import type { InitFlags } from "./plan/init-plan.ts"

export interface Wanted {
  readonly place: Place
  /** Source folders that were named, relative to the project. */
  readonly sources: readonly string[]
  readonly flags: InitFlags
}

/**
 * The services to write down: those of the named folders; without any, those that are found, of which a person
 * at a terminal may choose. None for an image.
 *
 * @throws AidepError `init/unusable-source`, `init/about-one-service`.
 */
export async function findServices(
  { place, sources, flags }: Wanted,
  { context, asks }: { readonly context: Context; readonly asks: boolean },
): Promise<readonly FoundService[]> {
  if (flags.image !== undefined) return []
  const found =
    sources.length > 0
      ? await namedServices({ place, sources, flags }, context)
      : await detectServices(place.folder, context)
  const services =
    asks && sources.length === 0 && found.length > 1 ? await chooseAmong(found, context) : found
  refuseSharedFlags(services, flags)
  return services
}

async function chooseAmong(
  found: readonly FoundService[],
  { prompt }: Context,
): Promise<readonly FoundService[]> {
  const chosen = await prompt.chooseSeveral({
    message: "Services found; which of them belong to the project",
    choices: found.map(({ path, clues }) => ({
      value: path,
      title: `${path} (${clues.kind?.value ?? "unknown"})`,
      note: `detected in ${clues.kind?.place ?? path}`,
    })),
    initial: found.map(({ path }) => path),
  })
  return found.filter(({ path }) => chosen.includes(path))
}

async function namedServices(
  { place, sources, flags }: Wanted,
  context: Context,
): Promise<readonly FoundService[]> {
  const paths = [...new Set(sources.map((source) => pathInside(place.folder, source)))]
  const looked = await Promise.all(
    paths.map(async (path) => ({ path, ...(await detectService(path, place.folder, context)) })),
  )
  const unusable = looked.flatMap(({ path, facts, found }) => {
    const why = whyUnusable(facts) ?? whyUnknown(facts, found, flags)
    return why === undefined ? [] : [{ path, why }]
  })
  if (unusable.length > 0) throw new AidepError(problem(unusableSource, { sources: unusable }))
  return looked.map(({ found }) => found)
}

function pathInside(folder: string, source: string): string {
  return relative(folder, resolve(folder, source)).split(sep).join("/") || "."
}

function whyUnusable({ status }: SourceFacts): string | undefined {
  switch (status) {
    case "folder":
      return undefined
    case "file":
      return "is a file, not a folder"
    case "missing":
      return "does not exist"
    case "outside":
      return "lies outside of the project"
    case "unreadable":
      return "cannot be read"
  }
}

/** A site may be any files; what runs has to say its language, or how its image is built. */
function whyUnknown(
  { node, python, dockerfile }: SourceFacts,
  { clues }: FoundService,
  { kind }: InitFlags,
): string | undefined {
  const known = kind === "static" || clues.kind !== undefined
  if (known || node !== undefined || python !== undefined || dockerfile) return undefined
  return "holds no package.json, requirements.txt, pyproject.toml, index.html or Dockerfile, so nothing says how it is built"
}

function refuseSharedFlags(services: readonly FoundService[], flags: InitFlags): void {
  if (services.length < 2) return
  const given = [
    ...(flags.kind === undefined ? [] : ["--kind"]),
    ...(flags.port === undefined ? [] : ["--port"]),
    ...(flags.gpu.length === 0 ? [] : ["--gpu"]),
    ...(flags.health === undefined ? [] : ["--health"]),
    ...(flags.command === undefined ? [] : ["--command"]),
  ]
  if (given.length === 0) return
  const params = { flags: given, services: services.map(({ path }) => path) }
  throw new AidepError(problem(aboutOneService, params))
}

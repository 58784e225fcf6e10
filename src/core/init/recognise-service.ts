import { defaultVersions } from "../project/source-folder.ts"
import { codeClues, codeFiles } from "./code-clues.ts"
import { commandWords, portOption } from "./command-words.ts"
import { containerClues } from "./container-clues.ts"
import { clue, type FolderContents, type FoundService, type ServiceClues } from "./found-service.ts"
import { nodeClues, siteConfigs } from "./node-clues.ts"
import { pythonClues } from "./python-clues.ts"
import { variableClues, variableFileOf, variableFiles } from "./variable-clues.ts"

/** Files that make a folder worth a look. */
export const serviceMarks: readonly string[] = [
  "package.json",
  "requirements.txt",
  "pyproject.toml",
  "Dockerfile",
  "Procfile",
  "index.html",
]

/** Files that are read of such a folder, where they exist. */
export const clueFiles: readonly string[] = [
  ...serviceMarks,
  ".python-version",
  ...variableFiles,
  ...siteConfigs,
  ...codeFiles,
]

/**
 * What a folder shows of a service. The order is that of `fly launch`: what is specific, a server framework,
 * comes before what is general, a Dockerfile. Without `clues.kind`, nothing here is known to be a service.
 */
export function recogniseService(contents: FolderContents): FoundService {
  const { facts } = contents
  const node = nodeClues(contents)
  const python = pythonClues(contents)
  const process = processClues(contents)
  const container = containerClues(contents)
  const site = node.kind?.value === "static"
  const [first = {}] = [
    ...(site ? [] : [node]),
    python,
    process,
    ...(site ? [node] : []),
    container,
    pageClues(contents),
  ].filter(({ kind }) => kind !== undefined)
  const { command, runtime, ...clues } = merge([
    placesOf(container),
    first,
    startOf(process),
    codeClues(contents),
  ])
  const ownBuild = {
    ...(command === undefined ? {} : { command }),
    ...(runtime === undefined ? {} : { runtime }),
  }
  return {
    path: contents.path,
    clues: facts.dockerfile ? clues : { ...clues, ...ownBuild },
    starts:
      facts.dockerfile ||
      facts.node?.startScript === true ||
      facts.python?.application !== undefined,
    usualRuntime: facts.dockerfile ? undefined : usualRuntime(first, { node, python }),
    statesRuntime: first === python && facts.node !== undefined && !facts.dockerfile,
    variables: variableClues(contents),
    variablesFile: variableFileOf(contents),
  }
}

function usualRuntime(
  first: ServiceClues,
  { node, python }: { readonly node: ServiceClues; readonly python: ServiceClues },
): string | undefined {
  if (first === python) return `python@${defaultVersions.python}`
  return first === node ? `node@${defaultVersions.node}` : undefined
}

/** The first to know something is believed. */
function merge(all: readonly ServiceClues[]): ServiceClues {
  return all.reduceRight<ServiceClues>((later, earlier) => ({ ...later, ...earlier }), {})
}

/** A Dockerfile knows best where a service answers, though not what it is. */
function placesOf({ port, healthPath }: ServiceClues): ServiceClues {
  return {
    ...(port === undefined ? {} : { port }),
    ...(healthPath === undefined ? {} : { healthPath }),
  }
}

/** A Procfile knows how a service starts, whatever it is. */
function startOf({ port, command }: ServiceClues): ServiceClues {
  return { ...(port === undefined ? {} : { port }), ...(command === undefined ? {} : { command }) }
}

/** Reads a Procfile; a line that needs a shell gives its kind only. */
function processClues(contents: FolderContents): ServiceClues {
  const [, type, line = ""] =
    /^(web|worker):[ \t]*(.+)$/m.exec(contents.files.get("Procfile") ?? "") ?? []
  if (type !== "web" && type !== "worker") return {}
  const port = portOption(line)
  const at = { file: "Procfile" }
  return {
    kind: clue(type, contents, at),
    ...(/[$&|;<>`]/.test(line) ? {} : { command: clue(commandWords(line), contents, at) }),
    ...(port === undefined ? {} : { port: clue(port, contents, at) }),
  }
}

/** A page without anything that builds or serves it is a site as it stands. */
function pageClues(contents: FolderContents): ServiceClues {
  if (!contents.files.has("index.html")) return {}
  return { kind: clue("static", contents, { file: "index.html" }) }
}

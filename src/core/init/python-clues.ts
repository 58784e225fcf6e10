import { clue, type FolderContents, type ServiceClues } from "./found-service.ts"

const frameworks =
  /\b(fastapi|flask|django|starlette|litestar|sanic|aiohttp|tornado|quart|bottle|gradio|streamlit)\b/i
const inference =
  /\b(vllm|transformers|torch|diffusers|sentence-transformers|tensorflow|ultralytics|ctranslate2|onnxruntime-gpu|jax)\b/i
const queues = /\b(celery|rq|dramatiq|arq|huey)\b/i
/** Packages that were chosen without CUDA want no GPU. */
const withoutGpu = /whl\/cpu\b|\+cpu\b/

/** The cheapest GPU in most price lists with room for a small model. */
const suggestedGpu = "T4"

/** Reads the list of dependencies: what a model runs on comes before the web framework around it. */
export function pythonClues(contents: FolderContents): ServiceClues {
  const { python, dockerfile } = contents.facts
  if (python === undefined) return {}
  const file = python.dependencyFile
  const dependencies = (contents.files.get(file) ?? "").replaceAll(/(^|\s)#.*$/gm, "")
  const kind = kindOf(dependencies)
  if (kind === undefined) return {}
  const model = kind.value === "inference" && !withoutGpu.test(dependencies)
  const command =
    python.application === undefined && !dockerfile ? commandClue(contents, dependencies) : {}
  return {
    kind: clue(kind.value, contents, { file, note: kind.dependency }),
    ...(model ? { gpu: clue([suggestedGpu], contents, { file, note: kind.dependency }) } : {}),
    ...(python.version === undefined
      ? {}
      : { runtime: clue(`python@${python.version}`, contents, versionPlace(contents)) }),
    ...command,
  }
}

function kindOf(dependencies: string) {
  const found = [
    { value: "inference" as const, dependency: inference.exec(dependencies)?.[1] },
    { value: "web" as const, dependency: frameworks.exec(dependencies)?.[1] },
    { value: "worker" as const, dependency: queues.exec(dependencies)?.[1] },
  ]
  return found.flatMap(({ value, dependency }) =>
    dependency === undefined ? [] : [{ value, dependency }],
  )[0]
}

function versionPlace({ files }: FolderContents) {
  return files.has(".python-version")
    ? { file: ".python-version" }
    : { file: "pyproject.toml", note: "requires-python" }
}

const startFiles = ["main.py", "app.py", "server.py", "worker.py", "run.py", "app/main.py"] as const

/** A Flask application is served by gunicorn where that is installed; else the likeliest file is run. */
function commandClue(contents: FolderContents, dependencies: string): ServiceClues {
  const file = startFiles.find((name) => contents.files.has(name))
  if (file === undefined) return {}
  const application = /^(\w+)\s*=\s*Flask\(/m.exec(contents.files.get(file) ?? "")?.[1]
  const served = application !== undefined && /\bgunicorn\b/i.test(dependencies)
  const module = file.replace(/\.py$/, "").replaceAll("/", ".")
  const command = served ? ["gunicorn", `${module}:${application}`] : ["python", file]
  return { command: clue(command, contents, { file }) }
}

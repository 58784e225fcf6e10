import { code, type Expression, type Statement } from "aidep/provider"
import type { ModalImage } from "../modal-spec.ts"

/** Where the code of a Python folder is in the container. */
const codeFolder = "/app"

/** What is never uploaded: secrets, history, and what the image makes itself. */
const ignoredFiles = [
  "**/.git",
  "**/.aidep",
  "**/.env",
  "**/.env.*",
  "**/__pycache__",
  "**/*.pyc",
  "**/.venv",
  "**/venv",
  "**/node_modules",
] as const

/** The folder that commands run in; undefined where the image's own is right. */
export function workingFolder({ type }: ModalImage): Expression | undefined {
  return type === "python" ? code.literal(codeFolder) : undefined
}

/** `image = ...`, one step a line, so that a change of the code rebuilds nothing before it. */
export function imageStatements(image: ModalImage): readonly Statement[] {
  const [first, ...steps] = imageSteps(image)
  return [
    { type: "assign", name: "image", value: code.call(first.name, first.args, first.named) },
    ...steps.map(({ name, args, named }): Statement => ({
      type: "assign",
      name: "image",
      value: code.call(`image.${name}`, args, named),
    })),
  ]
}

interface Step {
  readonly name: string
  readonly args?: readonly Expression[]
  readonly named?: Readonly<Record<string, Expression | undefined>>
}

/** Without an entry point of its own, the image starts Modal's code, which starts the service. */
const noEntrypoint: Step = { name: "entrypoint", args: [code.list([])] }

function imageSteps(image: ModalImage): readonly [Step, ...Step[]] {
  switch (image.type) {
    case "python":
      return [
        {
          name: "modal.Image.debian_slim",
          named: { python_version: code.literal(image.pythonVersion) },
        },
        ...dependencies(image),
        {
          name: "add_local_dir",
          args: [code.literal(image.folder), code.literal(codeFolder)],
          named: { ignore: code.data(ignoredFiles) },
        },
      ]
    case "dockerfile":
      return [
        {
          name: "modal.Image.from_dockerfile",
          args: [code.literal(image.path)],
          named: { context_dir: code.literal(image.folder), add_python: textOf(image.addPython) },
        },
        noEntrypoint,
      ]
    case "registry":
      return [
        {
          name: "modal.Image.from_registry",
          args: [code.literal(image.reference)],
          named: { add_python: textOf(image.addPython) },
        },
        noEntrypoint,
      ]
  }
}

function dependencies({
  requirements,
  pyproject,
}: Extract<ModalImage, { type: "python" }>): readonly Step[] {
  if (requirements !== undefined)
    return [{ name: "uv_pip_install", named: { requirements: code.data([requirements]) } }]
  if (pyproject !== undefined)
    return [{ name: "pip_install_from_pyproject", args: [code.literal(pyproject)] }]
  return []
}

function textOf(text: string | undefined): Expression | undefined {
  return text === undefined ? undefined : code.literal(text)
}

import type { Diagnostic, ItemScope, Service } from "aidep/provider"
import { dockerfilePath } from "../../_shared/dockerfile.ts"
import { insideFolder } from "../../_shared/inside-folder.ts"
import * as errors from "../errors.ts"
import type { ModalImage } from "../modal-spec.ts"
import type { ModalOptions } from "../options.ts"

/** Series that Modal's images have. modal 1.6.4, `SUPPORTED_PYTHON_SERIES` of the image builder 2025.06. */
const offered = ["3.10", "3.11", "3.12", "3.13", "3.14"] as const
const ending = "3.10"

/** Python beside a service of another language, for Modal's own code. */
const pythonForOthers = "3.12"

export interface ImageOfService {
  readonly image: ModalImage
  readonly diagnostics: readonly Diagnostic[]
}

/** A Python folder becomes an image by itself; the rest is built from a Dockerfile or is an image already. */
export function imageOf(service: Service, scope: ItemScope<ModalOptions>): ImageOfService {
  const { code } = service
  const { addPython } = scope.options
  if (code.type !== "folder") {
    const reference = code.type === "image" ? code.reference : ""
    const image = { type: "registry", reference, addPython } as const
    return { image, diagnostics: pythonProblems(addPython, "platforms.modal.addPython", scope) }
  }
  const { path: folder, runtime, dockerfile, dependencyFile, engineFile } = code
  if (dockerfile === undefined && runtime?.language === "python") {
    const listed = (name: string, file = name) =>
      dependencyFile === name ? insideFolder(folder, file) : undefined
    const image: ModalImage = {
      type: "python",
      pythonVersion: runtime.version,
      folder,
      requirements: listed("requirements.txt", engineFile),
      pyproject: listed("pyproject.toml"),
    }
    return { image, diagnostics: pythonProblems(runtime.version, "runtime", scope) }
  }
  const added = addPython ?? (runtime?.language === "node" ? pythonForOthers : undefined)
  return {
    image: { type: "dockerfile", path: dockerfilePath(service), folder, addPython: added },
    diagnostics: [
      ...pythonProblems(addPython, "platforms.modal.addPython", scope),
      ...(dockerfile === undefined && runtime === undefined
        ? [scope.report(errors.languageUnknown, { service: service.name, folder }, "source")]
        : []),
    ],
  }
}

function pythonProblems(
  version: string | undefined,
  field: string,
  { report }: ItemScope<ModalOptions>,
): readonly Diagnostic[] {
  if (version === undefined) return []
  const series = version.split(".").slice(0, 2).join(".")
  if (series === ending) return [report(errors.pythonEnding, { version }, field)]
  if (offered.some((name) => name === series)) return []
  return [report(errors.pythonNotOffered, { version, offered: offered.slice(1) }, field)]
}

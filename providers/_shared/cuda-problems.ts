import { buildErrors, type Diagnostic, type ItemScope, type Service } from "aidep/provider"
import { cudaPython, needsInstalledCuda } from "./dockerfile/cuda.ts"

/** A warning where aidep writes the Dockerfile of a GPU service and has to leave CUDA out of it. */
export function cudaProblems(
  service: Service,
  report: ItemScope<unknown>["report"],
): readonly Diagnostic[] {
  const { code, name } = service
  if (code.type !== "folder" || code.dockerfile !== undefined) return []
  if (code.runtime?.language !== "python" || !needsInstalledCuda(service, code.torch)) return []
  const { version } = code.runtime
  if (version === cudaPython) return []
  const params = { service: name, version, offered: cudaPython }
  return [report(buildErrors.cudaMissing, params, "runtime")]
}

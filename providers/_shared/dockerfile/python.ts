import type { DockerInstruction, Dockerfile } from "aidep/provider"
import { baseOf } from "./cuda.ts"
import { environment, environmentFirst, installation } from "./python-packages.ts"
import { pythonProgram, pythonVariables } from "./python-program.ts"
import { codeFolder, type ServiceImage } from "./service-image.ts"
import { wheelsDockerfile } from "./wheels.ts"

/**
 * Packages are installed into a virtual environment in one stage and copied into the image, which runs without
 * root. Heavy ones, of PyTorch and for GPUs, come as wheels instead.
 */
export function pythonDockerfile(image: ServiceImage): Dockerfile {
  if (image.code.torch || image.service.gpus.length > 0) return wheelsDockerfile(image)
  const { from } = baseOf(image)
  const copied: DockerInstruction = {
    do: "copy",
    from: "build",
    sources: [environment],
    to: environment,
  }
  const { owner, code } = pythonProgram(image)
  return {
    stages: [
      {
        from,
        name: "build",
        instructions: [
          { do: "env", values: { PIP_DISABLE_PIP_VERSION_CHECK: "1", PATH: environmentFirst } },
          { do: "workdir", path: codeFolder },
          { do: "run", commands: [["python", "-m", "venv", environment]] },
          ...installation(image.code, ["install"]),
        ],
      },
      {
        from,
        instructions: [
          { do: "env", values: pythonVariables(image.start) },
          owner,
          { do: "workdir", path: codeFolder },
          copied,
          ...code,
        ],
      },
    ],
  }
}

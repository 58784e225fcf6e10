import type { DockerInstruction, Dockerfile, DockerStage } from "aidep/provider"
import { baseOf } from "./cuda.ts"
import { environment, environmentFirst, installation } from "./python-packages.ts"
import { pythonProgram, pythonVariables } from "./python-program.ts"
import { codeFolder, type ServiceImage } from "./service-image.ts"

const wheels = "/wheels"

/**
 * PyTorch's packages for machines without a GPU, a tenth of the size of those on PyPI. They have the version `X+cpu`,
 * which pip takes as newer than `X`. https://docs.pytorch.org/get-started/locally (2026-11-21).
 */
const processorPackages = "https://download.pytorch.org/whl/cpu"

/**
 * Packages are collected as wheels in one stage, and installed from there in the image. The wheels are mounted, so
 * that no layer holds them, and nothing is asked of the network a second time. Needs BuildKit or buildah.
 */
export function wheelsDockerfile(image: ServiceImage): Dockerfile {
  const { from, bare } = baseOf(image)
  const prepared: readonly DockerStage[] = bare ? [{ from, name: "base", instructions: apt }] : []
  const base = bare ? "base" : from
  const { owner, code } = pythonProgram(image)
  return {
    stages: [
      ...prepared,
      { from: base, name: "wheels", instructions: collection(image) },
      {
        from: base,
        instructions: [
          { do: "env", values: { ...pythonVariables(image.start), ...gpuVariables(image) } },
          { do: "run", mount: { from: "wheels", path: wheels }, commands: [...newVenv, unpack] },
          owner,
          { do: "workdir", path: codeFolder },
          ...code,
        ],
      },
    ],
  }
}

const newVenv = [["python3", "-m", "venv", environment]] as const

/** Whatever the file of dependencies looks like: what it needs lies there, resolved. */
const unpack = [
  "find",
  wheels,
  "-name",
  "*.whl",
  "-exec",
  "pip",
  "install",
  "--no-cache-dir",
  "--no-index",
  "--no-deps",
  "{}",
  "+",
]

function collection({ code, service }: ServiceImage): readonly DockerInstruction[] {
  const index =
    code.torch && service.gpus.length === 0 ? { PIP_EXTRA_INDEX_URL: processorPackages } : {}
  return [
    {
      do: "env",
      values: { PIP_DISABLE_PIP_VERSION_CHECK: "1", PATH: environmentFirst, ...index },
    },
    { do: "workdir", path: wheels },
    { do: "run", commands: newVenv },
    ...installation(code, ["wheel", "--wheel-dir", wheels]),
  ]
}

/** What NVIDIA's container toolkit hands to a container; NVIDIA's own images say the same. */
function gpuVariables({ service }: ServiceImage) {
  return service.gpus.length === 0
    ? {}
    : { NVIDIA_VISIBLE_DEVICES: "all", NVIDIA_DRIVER_CAPABILITIES: "compute,utility" }
}

const apt: readonly DockerInstruction[] = [
  {
    do: "comment",
    lines: [
      "Ubuntu's archive keeps the newest version of a package only: an exact one would be gone with the next.",
      "hadolint ignore=DL3008",
    ],
  },
  {
    do: "run",
    commands: [
      ["apt-get", "update"],
      ["apt-get", "install", "--yes", "--no-install-recommends", "python3", "python3-venv"],
      ["rm", "-rf", "/var/lib/apt/lists"],
    ],
  },
]

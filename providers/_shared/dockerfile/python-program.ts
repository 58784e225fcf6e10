import type { DockerInstruction } from "aidep/provider"
import { baseOf } from "./cuda.ts"
import { uvicornHost } from "../uvicorn-host.ts"
import { healthProbe } from "./probe.ts"
import { environmentFirst } from "./python-packages.ts"
import { ending, ownedFolders, type ServiceImage } from "./service-image.ts"

const user = "app"

/** The user that the program runs as, and the code, its health check and its start. */
export function pythonProgram(image: ServiceImage): {
  readonly owner: DockerInstruction
  readonly code: readonly DockerInstruction[]
} {
  const { userId } = baseOf(image)
  return {
    owner: {
      do: "run",
      commands: [
        ["useradd", "--create-home", "--uid", String(userId), user],
        ownedFolders(image, user),
      ],
    },
    code: [
      { do: "copy", owner: `${user}:${user}`, sources: ["."], to: "./" },
      { do: "user", id: userId },
      ...ending(image, healthProbe(image.service)),
    ],
  }
}

export function pythonVariables(start: readonly string[]) {
  const always = { PATH: environmentFirst, PYTHONUNBUFFERED: "1", PYTHONDONTWRITEBYTECODE: "1" }
  return { ...always, ...uvicornHost(start) }
}

import type { DockerInstruction, Service, SourceFolder } from "aidep/provider"

/** What the Dockerfile of a service that runs a program depends on. */
export interface ServiceImage {
  readonly service: Service
  readonly code: SourceFolder
  readonly start: readonly string[]
  /** Of the language, as the manifest or the source states it: `24` or `3.12`. */
  readonly version: string
}

/** Folder of the code, and where its program runs. */
export const codeFolder = "/app"

/**
 * Makes the folders that the program may write to: its own, and the mount points, since a new volume of a
 * container engine takes over the owner of the folder it is mounted on.
 */
export function ownedFolders({ service }: ServiceImage, user: string): readonly string[] {
  const mounts = service.volumes.map(({ mount }) => mount)
  return ["install", "-d", "-o", user, "-g", user, codeFolder, ...mounts]
}

/** Last instructions: the port, the health check, and the start command without a shell. */
export function ending(
  { service, start }: ServiceImage,
  probe: readonly string[] | undefined,
): readonly DockerInstruction[] {
  const { port, health } = service
  const exposed: readonly DockerInstruction[] = port === undefined ? [] : [{ do: "expose", port }]
  const check: readonly DockerInstruction[] =
    probe === undefined ? [] : [healthCheck(probe, health?.startupMs)]
  return [...exposed, ...check, { do: "cmd", command: start }]
}

const defaultStartupMs = 30_000

/** How often a container engine asks: Docker's defaults, but for a shorter time-out. */
export function healthCheck(
  command: readonly string[],
  startupMs: number = defaultStartupMs,
): DockerInstruction {
  return {
    do: "healthcheck",
    command,
    intervalSeconds: 30,
    timeoutSeconds: 5,
    startPeriodSeconds: Math.ceil(startupMs / 1000),
    retries: 3,
  }
}

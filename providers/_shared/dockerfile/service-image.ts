import type { DockerInstruction, Service, SourceFolder } from "aidep/provider"

/** What the Dockerfile of a service that runs a program depends on. */
export interface ServiceImage {
  readonly service: Service
  readonly code: SourceFolder
  readonly start: readonly string[]
  /** Of the language, as the manifest or the source states it: `24` or `3.12`. */
  readonly version: string
}

/**
 * Makes the mount points, owned by the user that runs the program: a new volume of a container engine takes
 * over the owner of the folder it is mounted on.
 */
export function mountPoints(
  { service }: ServiceImage,
  user: string,
): readonly (readonly string[])[] {
  const mounts = service.volumes.map(({ mount }) => mount)
  return mounts.length === 0 ? [] : [["install", "-d", "-o", user, "-g", user, ...mounts]]
}

/** Last instructions: the port, the health check by a program that the image has, and the start command. */
export function ending(
  { service, start }: ServiceImage,
  probe: (url: string) => readonly string[],
): readonly DockerInstruction[] {
  const { port, health } = service
  const exposed: readonly DockerInstruction[] = port === undefined ? [] : [{ do: "expose", port }]
  const check: readonly DockerInstruction[] =
    port === undefined || health === undefined
      ? []
      : [
          {
            do: "healthcheck",
            command: probe(`http://127.0.0.1:${port}${health.path}`),
            ...checkTimes,
            startPeriodSeconds: Math.ceil((health.startupMs ?? defaultStartupMs) / 1000),
          },
        ]
  return [...exposed, ...check, { do: "cmd", command: start }]
}

/** How often a container engine asks for health; the defaults of Docker but for a shorter time-out. */
export const checkTimes = { intervalSeconds: 30, timeoutSeconds: 5, retries: 3 }
export const defaultStartupMs = 30_000

import type { Diagnostic, ItemScope, Service, Specified } from "aidep/provider"
import { dockerfileArtifacts } from "../_shared/dockerfile.ts"
import { startCommandOf } from "../_shared/start-command.ts"
import { uvicornHost } from "../_shared/uvicorn-host.ts"
import * as errors from "./errors.ts"
import { labelOf } from "./program/label.ts"
import { imageOf } from "./container/image.ts"
import type { ModalImage, ModalJob, ModalSecret, ModalServer, ModalSpec } from "./modal-spec.ts"
import type { ModalOptions } from "./options.ts"
import { containerSize } from "./container/container-size.ts"

type Scope = ItemScope<ModalOptions>

export function modalSpec(service: Service, scope: Scope): Specified<ModalSpec> {
  const { name, env, volumes, preDeploy } = service
  const { options, nameOf, project } = scope
  const { image, diagnostics: imageProblems } = imageOf(service, scope)
  const { resources, diagnostics: resourceProblems } = containerSize(service, scope)
  return {
    spec: {
      service: name,
      file: `modal_${name.replaceAll("-", "_")}.py`,
      app: nameOf(name),
      tags: {
        "aidep-project": project.name,
        "aidep-environment": project.environment,
        "aidep-service": name,
      },
      environment: options.environment,
      strategy: options.strategy,
      image,
      entry: service.port === undefined ? jobOf(service) : serverOf(service, service.port, scope),
      preDeploy,
      secret: secretOf(service, scope),
      env: {
        ...uvicornHost(startCommandOf(service) ?? []),
        ...Object.fromEntries(
          env.flatMap(({ name: key, text }) => (text === undefined ? [] : [[key, text]])),
        ),
      },
      volumes: volumes.map((volume) => ({
        mount: volume.mount,
        name: nameOf(`${name}-${volume.name}`),
        part: `${name}-${volume.name}`,
      })),
      ...resources,
      timeout: options.timeout ?? (service.port === undefined ? jobTimeout : requestTimeout),
      dockerfile: image.type === "dockerfile" ? dockerfileArtifacts(service) : [],
    },
    diagnostics: [
      ...imageProblems,
      ...resourceProblems,
      ...commandProblems(service, { scope, image }),
      ...scaleProblems(service, scope),
      ...mountProblems(service, scope),
    ],
  }
}

/** Seconds that Modal gives a call which asks for nothing. */
const requestTimeout = 300
const jobTimeout = 3600

/** Seconds until the port has to be open; a model takes longer to load than a program to start. */
const startupSeconds = { inference: 300, other: 60 } as const

/** Without it one container would take one request at a time, which no web server needs. */
const defaultConcurrency = 100

function serverOf(service: Service, port: number, { options, nameOf }: Scope): ModalServer {
  const { name, kind, scale, health } = service
  const startupMs = health?.startupMs
  const startup = startupSeconds[kind === "inference" ? "inference" : "other"]
  return {
    type: "server",
    command: startCommandOf(service) ?? [],
    port,
    label: labelOf(nameOf(name)),
    healthPath: health?.path,
    startupTimeout: startupMs === undefined ? startup : wholeSeconds(startupMs),
    maxInputs: scale.concurrency ?? defaultConcurrency,
    minContainers: scale.min,
    maxContainers: scale.max,
    scaledownWindow: scale.idleMs === undefined ? undefined : wholeSeconds(scale.idleMs),
    requiresProxyAuth: options.proxyAuth,
    snapshot: options.snapshot,
  }
}

function jobOf(service: Service): ModalJob {
  return {
    type: "job",
    command: startCommandOf(service) ?? [],
    schedule: service.schedule,
    maxContainers: service.scale.max,
  }
}

/** Everything that no file may hold or that is known after a deploy: one Secret of Modal for each service. */
function secretOf({ name, env }: Service, { nameOf }: Scope): ModalSecret {
  return {
    name: nameOf(name),
    requiredKeys: env.filter(({ text }) => text === undefined).map((variable) => variable.name),
  }
}

function wholeSeconds(milliseconds: number): number {
  return Math.ceil(milliseconds / 1000)
}

function commandProblems(
  service: Service,
  { scope, image }: { readonly scope: Scope; readonly image: ModalImage },
): readonly Diagnostic[] {
  if (startCommandOf(service) !== undefined) return []
  const why =
    image.type === "registry"
      ? "the ENTRYPOINT of an image is not used there"
      : "nothing in its folder says how it starts"
  return [scope.report(errors.commandMissing, { service: service.name, why })]
}

/** Accepted by modal 1.6.4; older clients leave the check to Modal. */
const idleSeconds = { least: 2, most: 3600 } as const
const longestSeconds = 86_400

function scaleProblems({ scale, health, port }: Service, { report }: Scope): readonly Diagnostic[] {
  if (port === undefined) return []
  const idle = scale.idleMs === undefined ? undefined : scale.idleMs / 1000
  const startup = (health?.startupMs ?? 0) / 1000
  const outOfRange = idle !== undefined && (idle < idleSeconds.least || idle > idleSeconds.most)
  return [
    ...(outOfRange
      ? [report(errors.idleOutOfRange, { seconds: idle, ...idleSeconds }, "scale.idle")]
      : []),
    ...(startup > longestSeconds
      ? [
          report(
            errors.startupTooLong,
            { seconds: startup, most: longestSeconds },
            "health.startup",
          ),
        ]
      : []),
  ]
}

function mountProblems({ volumes }: Service, { report }: Scope): readonly Diagnostic[] {
  const mounts = [...new Set(volumes.map(({ mount }) => mount))]
  return mounts.flatMap((mount) => {
    const names = volumes.filter((volume) => volume.mount === mount).map(({ name }) => name)
    return names.length > 1 ? [report(errors.sameMount, { mount, volumes: names }, "volumes")] : []
  })
}

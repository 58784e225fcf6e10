import type { Placement, Project, Service } from "../../project/project.ts"
import type { Workload } from "../workload/workload.ts"

/** A change to a stack and what it is asked, to be priced beside what the manifest says. */
export interface WhatIf {
  /** As it was written, or what to write: `idle=30s`. */
  readonly text: string
  readonly workload: Partial<Workload>
  readonly services: readonly ServiceChange[]
  /** Also hardware that may be taken away at any moment. */
  readonly interruptible?: boolean
}

/** `title` is a sentence: what to change, and what is lost by it. */
export type TitledChange = WhatIf & { readonly title: string }

export interface ServiceChange {
  /** A service or resource. Undefined: every service that runs a model; where there is none, every web service. */
  readonly service: string | undefined
  readonly target?: string
  /** Id of an offer of the target, or a model that it hosts. */
  readonly offer?: string
  readonly gpu?: string
  readonly scale?: Partial<Service["scale"]>
  readonly cpu?: number
  readonly memoryMiB?: number
}

export interface PricedStack {
  readonly project: Project
  readonly workload: Workload
}

/** The stack as it would be. */
export function applyWhatIf({ project, workload }: PricedStack, whatIf: WhatIf): PricedStack {
  const services = whatIf.services.reduce(
    (changed, change) => changed.map((service) => applied(service, change, project)),
    project.services,
  )
  const resources = project.resources.map((resource) => {
    const change = whatIf.services.find(({ service }) => service === resource.name)
    return { ...resource, placement: placedOn(resource.placement, change?.target) }
  })
  return {
    project: { ...project, services, resources },
    workload: { ...workload, ...whatIf.workload },
  }
}

/** Offers that a change asks for by name, by service or resource. */
export function askedOffers({ services }: WhatIf, project: Project): ReadonlyMap<string, string> {
  return new Map(
    services.flatMap((change): readonly (readonly [string, string])[] => {
      const { offer } = change
      if (offer === undefined) return []
      const meant = project.services.filter((service) => isMeant(service, change, project))
      const stores = project.resources.filter(({ name }) => name === change.service)
      return [...meant, ...stores].map(({ name }) => [name, offer])
    }),
  )
}

function applied(service: Service, change: ServiceChange, project: Project): Service {
  if (!isMeant(service, change, project)) return service
  const { target, gpu, scale, cpu = service.cpu, memoryMiB = service.memoryMiB } = change
  return {
    ...service,
    placement: placedOn(service.placement, target),
    cpu,
    memoryMiB,
    gpus: gpu === undefined ? service.gpus : [{ type: gpu, count: service.gpus[0]?.count ?? 1 }],
    scale: { ...service.scale, ...scale },
  }
}

function placedOn(placement: Placement, target: string | undefined): Placement {
  if (target === undefined) return placement
  const others = placement.targets.filter((other) => other !== target)
  return { ...placement, platform: target, targets: [target, ...others] }
}

function isMeant(service: Service, change: ServiceChange, { services }: Project): boolean {
  if (change.service !== undefined) return change.service === service.name
  const models = services.filter(({ kind }) => kind === "inference")
  return models.length === 0 ? service.kind === "web" : service.kind === "inference"
}

import type { Project, Service } from "aidep/provider"

/** Services that aidep deploys, on whatever platform. */
export function deployedServices({ services }: Project): readonly Service[] {
  return services.filter(({ placement }) => placement.platform !== "external")
}

/** Id of the scheduled job that requests a service. */
export function keepWarmJob(service: string): string {
  return `keep-warm-${service}`
}

/** Id of the job that builds the image of a service. */
export function buildJob(service: string): string {
  return `build-${service}`
}

/** Id of the job that tells of failures. */
export const notifyJob = "notify"

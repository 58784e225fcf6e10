import type { Project, Service } from "aidep/provider"

/**
 * Repository of a service's image that a pipeline builds and pushes, without tag and digest:
 * `ghcr.io/acme/lora-gateway-inference`. One image serves all environments, so its name has none. Undefined
 * without a registry.
 */
export function builtImage({ registry, name }: Project, service: Service): string | undefined {
  return registry === undefined
    ? undefined
    : `${registry.replace(/\/+$/, "")}/${name}-${service.name}`
}

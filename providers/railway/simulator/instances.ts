import { type Account, type Instance, instanceKey } from "./account.ts"

/** What comes of a change: the account as it is then, and the answer. */
export interface Changed<T> {
  readonly account: Account
  readonly value: T
}

export interface Place {
  readonly serviceId: string
  readonly environmentId: string
}

export function requireInstance(
  { environmentId, serviceId }: { readonly serviceId: string; readonly environmentId: string },
  { instances }: Account,
): Instance {
  const found = instances[instanceKey(serviceId, environmentId)]
  if (found === undefined) throw new Error("ServiceInstance not found")
  return found
}

export function changeInstance(
  account: Account,
  place: Place,
  change: (instance: Instance) => Partial<Instance>,
): Account {
  const instance = requireInstance(place, account)
  return {
    ...account,
    instances: { ...account.instances, ...byKey([{ ...instance, ...change(instance) }]) },
  }
}

export function byKey(instances: readonly Instance[]): Account["instances"] {
  return Object.fromEntries(
    instances.map((one) => [instanceKey(one.serviceId, one.environmentId), one]),
  )
}

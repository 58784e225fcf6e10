import type { Project } from "aidep/provider"

/** Gives containers that aidep adds a name that no service or resource of the project has. */
export function containerNames({ services, resources }: Project): (wanted: string) => string {
  const taken = new Set([...services, ...resources].map(({ name }) => name))
  return (wanted) => {
    let number = 1
    while (taken.has(numbered(wanted, number))) number += 1
    return numbered(wanted, number)
  }
}

function numbered(name: string, number: number): string {
  return number === 1 ? name : `${name}-${number}`
}

import { parse, stringify } from "yaml"
import type { Random } from "./random.ts"
import { keys, values } from "./material.ts"

type Data = null | string | number | boolean | readonly Data[] | { readonly [key: string]: Data }
type Path = readonly string[]

/** A place in a manifest: what stands there, and the key that it stands under. */
interface Leaf {
  readonly path: Path
  readonly value: Data
}

/**
 * Manifests that are well-formed but mean something else: values of the same key exchanged, keys removed, parts of
 * other manifests taken over. Most of these get past the parser, into the project and the platforms.
 */
export function dataMutator(texts: readonly string[]): (random: Random) => string {
  const manifests = texts.map((text): Data => parse(text, { merge: true }))
  const places = manifests.flatMap((manifest) => placesIn(manifest, []))
  const byKind = Map.groupBy(places, ({ path }) => kindOf(path))
  return (random) => {
    const start = manifests[random.below(manifests.length)] ?? null
    const count = 1 + random.below(3)
    const changed = Array.from({ length: count }).reduce<Data>(
      (data) => changeOnce(data, byKind, random),
      start,
    )
    return stringify(changed, { aliasDuplicateObjects: random.oneIn(2) })
  }
}

function changeOnce(
  data: Data,
  byKind: ReadonlyMap<string, readonly Leaf[]>,
  random: Random,
): Data {
  const own = placesIn(data, [])
  const place = own[random.below(own.length)]
  if (place === undefined) return data
  const sameKind = (kind: string) => {
    const known = byKind.get(kind) ?? []
    return known[random.below(known.length)]?.value
  }
  switch (random.below(12)) {
    case 0:
      return replaced(data, place.path, undefined)
    case 1:
      return replaced(data, place.path, random.pick(values))
    case 2:
      return replaced(data, [...place.path.slice(0, -1), random.pick(keys)], place.value)
    case 3:
    case 4:
      return replaced(data, ["services", `s${random.below(3)}`], sameKind("a service"))
    default:
      return replaced(data, place.path, sameKind(kindOf(place.path)))
  }
}

/** Fields of the same name hold the same kind of value. */
function kindOf(path: Path): string {
  if (path.length === 2 && path[0] === "services") return "a service"
  const last = path.at(-1) ?? ""
  return /^\d+$/.test(last) ? `${path.at(-2)}[]` : last
}

function placesIn(data: Data, path: Path): readonly Leaf[] {
  const here = path.length === 0 ? [] : [{ path, value: data }]
  if (typeof data !== "object" || data === null) return here
  return [
    ...here,
    ...Object.entries(data).flatMap(([key, value]) => placesIn(value, [...path, key])),
  ]
}

/** The data with another value at a path; without one, the key is removed. */
function replaced(data: Data, [step, ...rest]: Path, value: Data | undefined): Data {
  if (step === undefined) return value ?? null
  if (Array.isArray(data)) {
    const items: readonly Data[] = data
    const item = rest.length === 0 ? value : replaced(items[Number(step)] ?? null, rest, value)
    return item === undefined
      ? items.toSpliced(Number(step), 1)
      : items.toSpliced(Number(step) || 0, 1, item)
  }
  const map = new Map(typeof data === "object" && data !== null ? Object.entries(data) : [])
  const inner = rest.length === 0 ? value : replaced(map.get(step) ?? null, rest, value)
  const entries = [...map].filter(([key]) => key !== step)
  return Object.fromEntries(inner === undefined ? entries : [...entries, [step, inner]])
}

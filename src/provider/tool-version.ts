import { coerce, satisfies } from "semver"

/** The first version in what a tool prints about itself, as `major.minor.patch`; undefined for none. */
export function readVersion(output: string): string | undefined {
  return coerce(output)?.version
}

/** True for `from` and newer, up to but without `below`. */
export function isWithin(
  version: string,
  { from, below }: { readonly from: string; readonly below?: string },
): boolean {
  return satisfies(version, below === undefined ? `>=${from}` : `>=${from} <${below}`)
}

import { shortHash } from "aidep/provider"

/**
 * What a DNS record of ours is for, as its comment tells. Cloudflare has no labels on every plan; a comment has 100
 * characters on the Free plan.
 */
export type RecordRole =
  /** One of the records that an origin wants to see, counted from 1: their order is that of the origin. */
  | { readonly type: "verification"; readonly index: number }
  /** The proxied record itself; `origin` is the variable with the address of an origin that is not aidep's. */
  | { readonly type: "record"; readonly origin: string | undefined }

type Named = { readonly nameOf: (part: string) => string }

const longestName = 40

/** The start of the comment of every record of an environment's edge. */
export function markOf({ nameOf }: Named): string {
  const name = nameOf("edge")
  const short =
    name.length <= longestName
      ? name
      : `${name.slice(0, longestName - 9).replace(/-+$/, "")}-${shortHash(name)}`
  return `aidep ${short}`
}

export function commentOf(role: RecordRole, named: Named): string {
  const mark = markOf(named)
  if (role.type === "verification") return `${mark} verification ${role.index}`
  return role.origin === undefined ? `${mark} record` : `${mark} record from ${role.origin}`
}

/** Undefined for a record that is not of this environment. */
export function roleOf(comment: string | null | undefined, named: Named): RecordRole | undefined {
  const mark = markOf(named)
  if (comment?.startsWith(`${mark} `) !== true) return undefined
  const [, kind, detail] =
    /^(verification|record)(?: (?:from )?(\w+))?$/.exec(comment.slice(mark.length + 1)) ?? []
  if (kind === "record") return { type: "record", origin: detail }
  return kind === "verification" ? { type: "verification", index: Number(detail) } : undefined
}

/** The domain that a verification record is about: names below it begin with an underscore (RFC 8552). */
export function domainOf(name: string): string {
  return name.replace(/^(?:_[^.]*\.)+/, "")
}

/** The last part of `environment/owner/kind/name`: the domain, of what has one. */
export function nameIn(address: string): string {
  return address.split("/").slice(3).join("/")
}

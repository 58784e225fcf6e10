import type { ApiOutcome } from "aidep/provider"
import * as z from "zod"
import { markOf } from "../../edge/mark.ts"
import {
  change,
  type CloudflareScope,
  list,
  nothing,
  orMissing,
  read,
} from "../api/cloudflare-api.ts"

const answer = z
  .object({
    id: z.string(),
    type: z.string(),
    name: z.string(),
    content: z.string().default(""),
    proxied: z.boolean().default(false),
    ttl: z.number().default(1),
    comment: z.string().nullish(),
  })
  .transform(({ comment, content, ...record }) => ({
    ...record,
    content: record.type === "TXT" ? unquoted(content) : content,
    comment: comment ?? "",
  }))

/** A TXT record has its content without the quotes that Cloudflare wants around it. */
export type DnsRecord = Readonly<z.output<typeof answer>>

export type NewRecord = Omit<DnsRecord, "id">

export function isSame(one: DnsRecord, other: DnsRecord): boolean {
  return (
    one.type === other.type &&
    one.name === other.name &&
    one.content === other.content &&
    one.proxied === other.proxied &&
    one.ttl === other.ttl &&
    one.comment === other.comment
  )
}

/** Every record of the environment's edge, by the start of its comment. */
export async function recordsOfOurs(
  zoneId: string,
  scope: CloudflareScope,
): Promise<ApiOutcome<readonly DnsRecord[]>> {
  const mark = markOf(scope)
  const found = await list(
    {
      operation: "listDnsRecords",
      path: pathOf(zoneId),
      query: { "comment.startswith": mark },
      answer,
    },
    scope,
  )
  if (found.status === "failed") return found
  const value = found.value.filter(({ comment }) => comment.startsWith(`${mark} `))
  return { status: "done", value }
}

/** Every record of a name, whoever made it. */
export async function recordsNamed(
  name: string,
  zoneId: string,
  scope: CloudflareScope,
): Promise<ApiOutcome<readonly DnsRecord[]>> {
  const path = pathOf(zoneId)
  const query = { "name.exact": name }
  const found = await list({ operation: "listDnsRecords", path, query, answer }, scope)
  if (found.status === "failed") return found
  return { status: "done", value: found.value.filter((record) => record.name === name) }
}

/** Undefined where it is in another zone or was removed. */
export async function findRecord(
  id: string,
  zoneId: string,
  scope: CloudflareScope,
): Promise<ApiOutcome<DnsRecord | undefined>> {
  const path = `${pathOf(zoneId)}/${id}`
  return orMissing(await read({ operation: "getDnsRecord", path, answer }, scope))
}

export async function createRecord(
  record: NewRecord,
  zoneId: string,
  scope: CloudflareScope,
): Promise<ApiOutcome<DnsRecord>> {
  return await change(
    {
      operation: "createDnsRecord",
      method: "POST",
      path: pathOf(zoneId),
      body: bodyOf(record),
      answer,
      idempotent: false,
    },
    scope,
  )
}

export async function editRecord(
  { id, ...record }: DnsRecord,
  zoneId: string,
  scope: CloudflareScope,
): Promise<ApiOutcome<DnsRecord>> {
  return await change(
    {
      operation: "editDnsRecord",
      method: "PATCH",
      path: `${pathOf(zoneId)}/${id}`,
      body: bodyOf(record),
      answer,
      idempotent: true,
    },
    scope,
  )
}

/** What is gone already counts as removed. */
export async function deleteRecord(
  id: string,
  zoneId: string,
  scope: CloudflareScope,
): Promise<ApiOutcome<unknown>> {
  return orMissing(
    await change(
      {
        operation: "deleteDnsRecord",
        method: "DELETE",
        path: `${pathOf(zoneId)}/${id}`,
        answer: nothing,
        idempotent: true,
      },
      scope,
    ),
  )
}

function pathOf(zoneId: string): string {
  return `/zones/${zoneId}/dns_records`
}

function bodyOf({ comment, content, name, proxied, ttl, type }: NewRecord) {
  const isText = type === "TXT"
  return {
    type,
    name,
    content: isText ? `"${content}"` : content,
    ...(isText ? {} : { proxied }),
    ttl,
    comment,
  }
}

/** Of several quoted strings, all that they hold. */
function unquoted(text: string): string {
  return text.startsWith('"') && text.endsWith('"')
    ? text.slice(1, -1).replaceAll(/"\s+"/g, "")
    : text
}

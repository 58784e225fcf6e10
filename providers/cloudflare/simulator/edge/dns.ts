import * as z from "zod"
import { type Account, type DnsRecord, idFor, type Zone } from "../account.ts"
import { without } from "../table.ts"
import { type Handler, ok, page, refuse, type Result, timeText } from "../reply.ts"
import { inZone } from "./zones.ts"

/** What aidep sends of a record; unknown fields are refused, so that a misspelt one is found in a rehearsal. */
const fields = {
  name: z.string().min(1).max(255),
  content: z.string().min(1),
  ttl: z.union([z.literal(1), z.int().min(30).max(86_400)]).default(1),
  comment: z.string().default(""),
}
const proxied = z.boolean().default(false)
const newRecord = z.discriminatedUnion("type", [
  z.strictObject({ type: z.enum(["A", "AAAA", "CNAME"]), ...fields, proxied }),
  z.strictObject({ type: z.literal("TXT"), ...fields }),
])

/** Longest comment by plan. Source: https://developers.cloudflare.com/dns/manage-dns-records/reference/record-attributes/ (2026-11). */
const longestComment = { free: 100, pro: 500, business: 500, enterprise: 500 } as const

export const listRecords: Handler = (request, account) => {
  const { ids, query } = request
  return inZone(account, ids[0] ?? "", (zone) => {
    const name = query.get("name.exact")
    const start = query.get("comment.startswith")
    const rows = Object.values(account.records).filter(
      (record) =>
        record.zoneId === zone.id &&
        (name === null || record.name === name) &&
        (start === null || record.comment.startsWith(start)),
    )
    return page(account, rows.map(recordView), request)
  })
}

export const getRecord: Handler = (request, account) =>
  onRecord(request, account, (record) => ok(account, recordView(record)))

export const createRecord: Handler = ({ body, ids, nowMs }, account) =>
  inZone(account, ids[0] ?? "", (zone) => {
    const parsed = newRecord.safeParse(body)
    if (!parsed.success) return invalid(account, parsed.error)
    const id = idFor(account, "record")
    const record = {
      proxied: false,
      ...parsed.data,
      id,
      zoneId: zone.id,
      createdAtMs: nowMs,
      changedAtMs: nowMs,
    }
    const wrong = problemWith(record, zone, account)
    if (wrong !== undefined) return wrong
    return stored(record, { ...account, made: account.made + 1 })
  })

export const editRecord: Handler = (request, account) =>
  onRecord(request, account, (record, zone) => {
    const { body, nowMs } = request
    const { comment, content, name, proxied: on, ttl, type } = record
    const kept = { type, name, content, ttl, comment, ...(type === "TXT" ? {} : { proxied: on }) }
    const parsed = newRecord.safeParse({ ...kept, ...(typeof body === "object" ? body : {}) })
    if (!parsed.success) return invalid(account, parsed.error)
    if (parsed.data.type !== record.type)
      return refuse(account, {
        statusCode: 400,
        code: 1004,
        message: "DNS Validation Error: the type of a record cannot be changed.",
      })
    const changed = { ...record, ...parsed.data, changedAtMs: nowMs }
    return problemWith(changed, zone, account) ?? stored(changed, account)
  })

export const deleteRecord: Handler = (request, account) =>
  onRecord(request, account, ({ id }) => {
    const records = without(account.records, id)
    return ok({ ...account, records }, { id })
  })

function stored(record: DnsRecord, account: Account): Result {
  const records = { ...account.records, [record.id]: record }
  return ok({ ...account, records }, recordView(record))
}

function onRecord(
  { ids }: { readonly ids: readonly string[] },
  account: Account,
  answer: (record: DnsRecord, zone: Zone) => Result,
): Result {
  const [zoneId = "", id = ""] = ids
  return inZone(account, zoneId, (zone) => {
    const record = account.records[id]
    return record?.zoneId === zone.id
      ? answer(record, zone)
      : refuse(account, { statusCode: 404, code: 81_044, message: "Record does not exist." })
  })
}

const addresses: readonly string[] = ["A", "AAAA", "CNAME"]

/**
 * A name has one CNAME and then no address, and no record twice. Codes and words are those that users report, such as
 * https://github.com/favonia/cloudflare-ddns/issues/990 and https://github.com/jeessy2/ddns-go/issues/1378 (2025-02).
 */
function problemWith(record: DnsRecord, zone: Zone, account: Account): Result | undefined {
  const wrong = (code: number, message: string) =>
    refuse(account, { statusCode: 400, code, message })
  const { comment, content, name, type } = record
  if (name !== zone.name && !name.endsWith(`.${zone.name}`))
    return wrong(1004, `DNS Validation Error: ${name} is not in the zone ${zone.name}.`)
  if (comment.length > longestComment[zone.plan])
    return wrong(9300, `DNS record comment exceeds ${longestComment[zone.plan]} characters.`)
  if (type === "CNAME" && content === name)
    return wrong(9039, "CNAME content cannot reference itself.")
  const others = Object.values(account.records).filter(
    (other) => other.zoneId === zone.id && other.id !== record.id && other.name === name,
  )
  if (others.some((other) => other.type === type && other.content === content))
    return wrong(81_058, "An identical record already exists.")
  const inTheWay = others.filter((other) => addresses.includes(other.type))
  if (type === "CNAME" && inTheWay.length > 0)
    return wrong(81_053, "An A, AAAA, or CNAME record with that host already exists.")
  if (addresses.includes(type) && inTheWay.some((other) => other.type === "CNAME"))
    return wrong(81_054, "A CNAME record with that host already exists.")
  return undefined
}

function invalid(account: Account, { message }: z.ZodError): Result {
  return refuse(account, {
    statusCode: 400,
    code: 9207,
    message: `Request body is invalid: ${message}`,
  })
}

function recordView(record: DnsRecord) {
  const { changedAtMs, comment, content, createdAtMs, id, name, proxied: on, ttl, type } = record
  return {
    id,
    type,
    name,
    content: type === "TXT" && !content.startsWith('"') ? `"${content}"` : content,
    proxiable: type !== "TXT",
    proxied: on,
    ttl,
    comment,
    tags: [],
    meta: {},
    settings: {},
    created_on: timeText(createdAtMs),
    modified_on: timeText(changedAtMs),
  }
}

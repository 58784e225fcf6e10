import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Ajv } from "ajv"
import type { Exchange } from "../../../support/simulated-platform.ts"

const specs = process.env["AIDEP_SPECS"] ?? ""
const server = "https://api.machines.dev/v1"

type Json = Readonly<Record<string, unknown>>

interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string }[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>
}

type Content = Readonly<Record<string, { readonly schema: unknown }>>

/** Calls that the newest published OpenAPI document (of 2024-01-15) lacks, with where they are described. */
export const describedElsewhere: Readonly<Record<string, string>> = {
  "fly.listSecrets": "https://github.com/superfly/fly-go/blob/22d6e51/flaps/flaps_secrets.go",
  "fly.setSecrets": "https://github.com/superfly/fly-go/blob/22d6e51/flaps/flaps_secrets.go",
  "fly.listIps": "https://github.com/superfly/fly-go/blob/22d6e51/flaps/flaps_ip_assignments.go",
  "fly.assignIp": "https://github.com/superfly/fly-go/blob/22d6e51/flaps/flaps_ip_assignments.go",
  "fly.releaseIp": "https://github.com/superfly/fly-go/blob/22d6e51/flaps/flaps_ip_assignments.go",
  "fly.requestCertificate": "https://fly.io/docs/machines/api/certificates-resource/",
  "fly.getCertificate": "https://fly.io/docs/machines/api/certificates-resource/",
  "fly.checkCertificate": "https://fly.io/docs/machines/api/certificates-resource/",
  "fly.deleteCertificate": "https://fly.io/docs/machines/api/certificates-resource/",
  "fly.readLogs": "https://github.com/superfly/fly-go/blob/22d6e51/resource_logs.go",
}

/** What the document says otherwise than the newer pages and fly-go, which are followed, with where. */
export const describedNewer: Readonly<Record<string, string>> = {
  "query force":
    "https://fly.io/docs/machines/api/machines-resource/#delete-a-fly-machine-permanently",
  "answer of a lease": "https://fly.io/docs/machines/api/machines-resource/#create-a-machine-lease",
  "body of metadata": "https://github.com/superfly/fly-go/blob/22d6e51/flaps/flaps_machines.go",
}

/** Bodies and answers of which fly-go, of 2026-08-21, has the newer form. */
const bodies: Readonly<Record<string, string>> = {
  "fly.createMachine": "fly.LaunchMachineInput",
  "fly.updateMachine": "fly.LaunchMachineInput",
  "fly.createVolume": "fly.CreateVolumeRequest",
}

const answers: Readonly<Record<string, string>> = {
  "fly.createMachine": "fly.Machine",
  "fly.updateMachine": "fly.Machine",
  "fly.getMachine": "fly.Machine",
  "fly.listMachines": "fly.Machine",
  "fly.createVolume": "fly.Volume",
  "fly.listVolumes": "fly.Volume",
}

/** Answers whose form the document has no longer right, or never described. */
const unchecked = ["fly.acquireLease", "fly.getLease", "fly.releaseLease"]

/** Checks requests and answers against the OpenAPI document and the types of fly-go. */
export function publishedApi() {
  const document = strict(read("machines-api-2024-01.openapi.json"))
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false })
  ajv.addSchema({ $id: "openapi", ...document })
  ajv.addSchema({ $id: "types", ...read("fly-machines-objects-from-fly-go.schema.json") })
  const wrong = (reference: string, value: unknown): readonly string[] => {
    const validate = ajv.compile({ $ref: reference })
    validate(value)
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  }
  return {
    /** What speaks against an exchange; empty when both sides of it fit. */
    problems: (exchange: Exchange): readonly string[] => {
      const { operation } = exchange.request
      if (describedElsewhere[operation] !== undefined) return []
      const found = find(document, exchange)
      if (found === undefined) return [`${nameOf(exchange)} is not described`]
      const said = [
        ...queryProblems(found, exchange),
        ...bodyProblems(found, exchange, wrong),
        ...answerProblems(found, exchange, wrong),
      ]
      return said.map((text) => `${operation}: ${text}`)
    },
  }
}

function read(name: string): Json {
  return JSON.parse(readFileSync(join(specs, "fly", name), "utf8"))
}

/** The document allows unknown fields; here they are faults. */
function strict(value: unknown): Json {
  const closed = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(closed)
    if (typeof part !== "object" || part === null) return part
    const parts = Object.fromEntries(Object.entries(part).map(([key, one]) => [key, closed(one)]))
    const isOpen = parts["type"] === "object" && "properties" in parts
    return isOpen ? { additionalProperties: false, ...parts } : parts
  }
  return closed(value) as Json
}

function nameOf({ request: { method, url } }: Exchange): string {
  return `${method} ${url.slice(server.length)}`
}

interface Found {
  readonly pointer: string
  readonly operation: Operation
}

function find(document: Json, { request: { method, url } }: Exchange): Found | undefined {
  const parts = new URL(url).pathname.slice(new URL(server).pathname.length).split("/")
  const paths = Object.entries(document["paths"] as Readonly<Record<string, Json>>)
  const entry = paths.find(([path]) => {
    const wanted = path.split("/")
    const same = (part: string, index: number) => part.startsWith("{") || part === parts[index]
    return wanted.length === parts.length && wanted.every(same)
  })
  const operation = entry?.[1][method.toLowerCase()]
  if (entry === undefined || operation === undefined) return undefined
  const path = entry[0].replaceAll("/", "~1")
  return {
    pointer: `openapi#/paths/${path}/${method.toLowerCase()}`,
    operation: operation as Operation,
  }
}

function queryProblems({ operation }: Found, { request }: Exchange): readonly string[] {
  const known = ["force", ...(operation.parameters ?? []).map(({ name }) => name)]
  const used = [...new URL(request.url).searchParams.keys()]
  return used.filter((name) => !known.includes(name)).map((name) => `unknown parameter ${name}`)
}

type Wrong = (reference: string, value: unknown) => readonly string[]

function bodyProblems(
  { operation, pointer }: Found,
  { request }: Exchange,
  wrong: Wrong,
): readonly string[] {
  if (request.body === undefined || request.operation === "fly.setMetadata") return []
  const newer = bodies[request.operation]
  if (newer === undefined && operation.requestBody === undefined) return ["there is no body"]
  const place =
    newer === undefined
      ? `${pointer}/requestBody/content/application~1json/schema`
      : `types#/definitions/${newer}`
  return wrong(place, JSON.parse(request.body)).map((text) => `body ${text}`)
}

function answerProblems(
  { operation, pointer }: Found,
  { outcome, request }: Exchange,
  wrong: Wrong,
): readonly string[] {
  if (outcome.status === "failed" || unchecked.includes(request.operation)) return []
  const { body, statusCode } = outcome
  if (statusCode >= 400)
    return wrong("openapi#/components/schemas/ErrorResponse", JSON.parse(body)).map(
      (text) => `refusal ${text}`,
    )
  const response = operation.responses[statusCode]
  if (response === undefined) return [`status ${statusCode} is not described`]
  const newer = answers[request.operation]
  const value: unknown = body === "" ? undefined : JSON.parse(body)
  if (newer !== undefined)
    return [value].flat().flatMap((one) => wrong(`types#/definitions/${newer}`, one))
  if (response.content?.["application/json"] === undefined) return []
  const place = `${pointer}/responses/${statusCode}/content/application~1json/schema`
  return wrong(place, value).map((text) => `answer ${text}`)
}

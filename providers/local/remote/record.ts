import { problem, type RemoteScope } from "aidep/provider"
import * as z from "zod"
import * as errors from "../errors.ts"
import { localSpec } from "../local-spec.ts"
import { parseJson } from "./parse-json.ts"
import { type Places, rootFolder } from "./places.ts"
import { done, failure, type Step } from "./step.ts"

const programSchema = z.object({
  file: z.string(),
  args: z.array(z.string()),
  workingFolder: z.string(),
  /** Where it finds the programs that it calls. */
  path: z.array(z.string()),
})

const recordSchema = z.object({
  schema: z.literal("aidep/local-record@1"),
  address: z.string(),
  kind: z.string(),
  owner: z.string(),
  deploymentId: z.string().optional(),
  desired: localSpec,
  /** What runs; undefined where it could not even be prepared. */
  program: programSchema.optional(),
  port: z.int().optional(),
  /** What runs in place of a server that is not installed. */
  standIn: z.object({ name: z.string(), limits: z.string() }).optional(),
  outputs: z.object({ url: z.string().exactOptional(), host: z.string().exactOptional() }),
  /** `starting`: not known to be up; it stays so when aidep is killed in between. */
  phase: z.enum(["starting", "up", "failed"]),
  /** Why it failed. */
  reason: z.string().optional(),
})

/** What one run of a service or data store was made from. Holds no secret value. */
export type RunRecord = Readonly<z.output<typeof recordSchema>>
export type RunProgram = Readonly<z.output<typeof programSchema>>

/** The record of what stands; `damaged` where the file is there and does not hold one. */
export async function readRecord(
  { record }: Places,
  { ports }: Pick<RemoteScope, "ports">,
): Promise<RunRecord | "none" | "damaged"> {
  const content = await ports.files.read(record)
  if (content.status === "missing") return "none"
  if (content.status === "unreadable") return "damaged"
  const parsed = recordSchema.safeParse(parseJson(new TextDecoder().decode(content.bytes)))
  return parsed.success ? parsed.data : "damaged"
}

export async function writeRecord(
  { record: path }: Places,
  record: RunRecord,
  scope: Pick<RemoteScope, "ports" | "folder">,
): Promise<Step<RunRecord>> {
  const outcome = await scope.ports.files.writeAll([
    { path: `${rootFolder(scope)}/.gitignore`, text: "*\n" },
    { path, text: `${JSON.stringify(record, null, 2)}\n` },
  ])
  if (outcome.status === "written") return done(record)
  return failure(problem(errors.unwritable, { path: outcome.path, reason: outcome.reason }))
}

import * as errors from "../../../errors/catalogue/project.ts"
import { diagnose, type Diagnostic } from "../../../errors/diagnostic.ts"
import type { ManifestService } from "../../manifest/schema/manifest.ts"
import { type ServiceKind, serviceKinds } from "../../manifest/schema/service.ts"
import { external } from "../placement.ts"
import type { ResolveInput } from "../resolve-input.ts"
import type { SourceFacts } from "../source-facts.ts"

const running = ["web", "inference", "worker", "job"] as const
const lasting = ["web", "inference", "worker"] as const
const listening = ["web", "inference"] as const

/** Fields that only some kinds of service can have; all others belong to every kind. */
const kindsOfField: readonly (readonly [keyof ManifestService, readonly ServiceKind[]])[] = [
  ["command", running],
  ["gpu", running],
  ["size", running],
  ["volumes", running],
  ["restart", running],
  ["scale", lasting],
  ["preDeploy", lasting],
  ["port", listening],
  ["health", listening],
  ["access", listening],
  ["model", ["inference"]],
  ["schedule", ["job"]],
  ["buildCommand", ["static"]],
  ["output", ["static"]],
]

/** What has to fit together within one service, beyond the form of each field. */
export function serviceProblems(
  name: string,
  service: ManifestService,
  input: ResolveInput,
): readonly Diagnostic[] {
  const path = ["services", name]
  const { places } = input.parsed
  const misplaced = kindsOfField
    .filter(([field, kinds]) => service[field] !== undefined && !kinds.includes(service.kind))
    .map(([field, kinds]) =>
      diagnose(
        errors.fieldNotForKind,
        { field, kind: service.kind, kinds: serviceKinds.filter((kind) => kinds.includes(kind)) },
        places.key([...path, field]),
      ),
    )
  return [
    ...misplaced,
    ...scaleProblems(name, service, input),
    ...codeProblems(name, service, input),
  ]
}

function scaleProblems(
  name: string,
  service: ManifestService,
  input: ResolveInput,
): readonly Diagnostic[] {
  const { min, max } = service.scale ?? {}
  if (min === undefined || max === undefined || min <= max) return []
  const place = input.parsed.places.value(["services", name, "scale", "min"])
  return [diagnose(errors.scaleOrder, { min, max }, place)]
}

function codeProblems(
  name: string,
  service: ManifestService,
  input: ResolveInput,
): readonly Diagnostic[] {
  const { source, image } = service
  const { places } = input.parsed
  if (source !== undefined && image !== undefined)
    return [
      diagnose(
        errors.sourceOrImage,
        { service: name, both: true },
        places.key(["services", name, "image"]),
      ),
    ]
  if (source !== undefined) {
    const why = whyUnusable(input.sources.get(source))
    const place = places.value(["services", name, "source"])
    return why === undefined ? [] : [diagnose(errors.sourceMissing, { source, why }, place)]
  }
  if (image !== undefined || service.targets.every((target) => target === external)) return []
  return [
    diagnose(errors.sourceOrImage, { service: name, both: false }, places.key(["services", name])),
  ]
}

function whyUnusable(facts: SourceFacts | undefined): string | undefined {
  switch (facts?.status) {
    case undefined:
    case "folder":
      return undefined
    case "file":
      return "is a file, not a folder"
    case "missing":
      return "does not exist"
    case "outside":
      return "leads out of the project through a symbolic link"
    case "unreadable":
      return "cannot be read"
  }
}

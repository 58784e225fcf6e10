import type { ServiceKind } from "../../../core/manifest/schema/service.ts"
import { external } from "../../../core/project/placement.ts"
import type { PlatformFacts } from "../../../core/project/platform-facts.ts"

/** What a platform has to be able to carry. */
export interface Load {
  readonly kind: ServiceKind
  readonly code: "source" | "image"
  readonly gpu: boolean
}

/** Why a platform cannot carry a service; undefined where it can, as far as kind, code and GPU go. */
function whyUnable({ roles, support, title }: PlatformFacts, load: Load): string | undefined {
  if (!roles.includes("service")) return `${title} carries no services.`
  if (support === undefined) return undefined
  const answers = [
    support.kinds[load.kind],
    support.fields[load.code],
    ...(load.gpu ? [support.fields.gpu] : []),
  ]
  return answers.flatMap((answer) => (answer.level === "error" ? [answer.note] : []))[0]
}

/** Platforms to offer for a service. What is always allowed need not be listed, so it comes only alone. */
export function ableTargets(
  platforms: readonly PlatformFacts[],
  load: Load,
): readonly PlatformFacts[] {
  const able = platforms.filter(
    (platform) => platform.support !== undefined && whyUnable(platform, load) === undefined,
  )
  const listed = able.filter(({ alwaysAllowed }) => !alwaysAllowed)
  return listed.length > 0 ? listed : able
}

export interface SplitTargets {
  readonly able: readonly string[]
  readonly unable: readonly { readonly target: string; readonly why: string }[]
}

/** Divides wanted targets by whether they can carry a service. */
export function splitTargets(
  targets: readonly string[],
  platforms: readonly PlatformFacts[],
  load: Load,
): SplitTargets {
  const verdicts = targets.map((target) => {
    const platform = platforms.find(({ id }) => id === target)
    const why =
      target === external || platform === undefined ? undefined : whyUnable(platform, load)
    return { target, why }
  })
  return {
    able: verdicts.flatMap(({ target, why }) => (why === undefined ? [target] : [])),
    unable: verdicts.flatMap(({ target, why }) => (why === undefined ? [] : [{ target, why }])),
  }
}

import type { Artifact } from "./artifact.ts"

/** Digests of base images by name and tag: `node:24-slim` has `sha256:…`. */
export type BaseImagePins = Readonly<Record<string, string>>

/** The same artifacts, with the digest after the tag of every base image that is pinned: the tag says what it is. */
export function pinBaseImages(
  artifacts: readonly Artifact[],
  pins: BaseImagePins,
): readonly Artifact[] {
  const digests = new Map(Object.entries(pins))
  return artifacts.map((artifact) => {
    const { content } = artifact
    if (content.format !== "dockerfile") return artifact
    const stages = content.value.stages.map((stage) => {
      const digest = digests.get(stage.from)
      return digest === undefined ? stage : { ...stage, from: `${stage.from}@${digest}` }
    })
    return { ...artifact, content: { ...content, value: { ...content.value, stages } } }
  })
}

/** A pin that no Dockerfile takes up, although some are built from the same image with other tags. */
export interface MissedPin {
  readonly image: string
  readonly used: readonly string[]
}

/** Tags move on with the code, and a pin that was left behind protects nothing. `artifacts` are those without pins. */
export function missedPins(
  artifacts: readonly Artifact[],
  pins: BaseImagePins,
): readonly MissedPin[] {
  const images = artifacts.flatMap(({ content }) =>
    content.format === "dockerfile" ? content.value.stages.map(({ from }) => from) : [],
  )
  return Object.keys(pins).flatMap((image) => {
    const used = [...new Set(images)].filter((other) => nameOf(other) === nameOf(image))
    return used.length === 0 || used.includes(image) ? [] : [{ image, used }]
  })
}

function nameOf(image: string): string {
  return image.replace(/:[^:/]*$/, "")
}

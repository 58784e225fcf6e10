import { AidepError } from "../errors/aidep-error.ts"
import type { Context } from "./context.ts"
import { loadProject, type ProjectInput } from "./load-project.ts"

export interface PlatformsInUse {
  /** Platforms of the manifest; all there are where no valid manifest says which. */
  readonly platforms: readonly string[]
  readonly manifest:
    | { readonly state: "valid" }
    | { readonly state: "unusable"; readonly why: string }
}

/** Platforms that the project needs. A manifest that is missing or wrong is no obstacle, and is reported. */
export async function platformsInUse(
  input: ProjectInput,
  context: Context,
): Promise<PlatformsInUse> {
  try {
    const { providers } = await loadProject(input, context)
    return { platforms: [...providers.keys()], manifest: { state: "valid" } }
  } catch (error) {
    if (!(error instanceof AidepError)) throw error
    return { platforms: context.platforms.ids, manifest: { state: "unusable", why: error.message } }
  }
}

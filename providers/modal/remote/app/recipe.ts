import type { DesiredResource, ServiceSource } from "aidep/provider"
import * as z from "zod"
import { type ModalProgram, modalProgram } from "../../modal-spec.ts"

/** The variable that says which deployment answers. */
export const deploymentVariable = "AIDEP_DEPLOYMENT"

const withRecipe = z.object({ recipe: modalProgram })

/** What an app is deployed from; undefined for what a release recorded, which holds no program. */
export function recipeOf(desired: DesiredResource): ModalProgram | undefined {
  return withRecipe.safeParse(desired).data?.recipe
}

/**
 * The program of one deployment: as `aidep render` writes it, with the image by its digest and with the deployment id,
 * which a Secret would give to containers of the version before, too.
 */
export function programOfDeployment(
  recipe: ModalProgram,
  deploymentId: string,
  source: ServiceSource | undefined,
): ModalProgram {
  const { env, image, secret } = recipe
  const requiredKeys = secret.requiredKeys.filter((key) => key !== deploymentVariable)
  const isPinned = image.type === "registry" && source?.type === "image"
  return {
    ...recipe,
    image: isPinned ? { ...image, reference: source.reference } : image,
    env: { ...env, [deploymentVariable]: deploymentId },
    secret: { ...secret, requiredKeys },
  }
}

import type { NamedValue, Outcome } from "../../ports/source-control.ts"
import { asked, type Repository } from "./repository.ts"

export async function secretNames(
  { octokit, place }: Repository,
  environment?: string,
): Promise<Outcome<readonly string[]>> {
  return await asked("list secrets", async () => {
    const secrets =
      environment === undefined
        ? await octokit.paginate(octokit.rest.actions.listRepoSecrets, { ...place, per_page: 100 })
        : await octokit.paginate(octokit.rest.actions.listEnvironmentSecrets, {
            ...place,
            environment_name: environment,
            per_page: 30,
          })
    return secrets.map(({ name }) => name)
  })
}

/** One after the other: GitHub asks for that where content is changed. */
export async function putSecrets(
  repository: Repository,
  secrets: readonly NamedValue[],
  environment?: string,
): Promise<Outcome<undefined>> {
  const where = environment === undefined ? "the repository" : `the environment "${environment}"`
  return await asked(`set secrets of ${where}`, async () => {
    const key = await publicKey(repository, environment)
    for (const secret of secrets) await putSecret(repository, { ...secret, environment, key })
    return undefined
  })
}

interface PublicKey {
  readonly key_id: string
  /** Base64. */
  readonly key: string
}

async function publicKey(
  { octokit, place }: Repository,
  environment: string | undefined,
): Promise<PublicKey> {
  const { actions } = octokit.rest
  const { data } =
    environment === undefined
      ? await actions.getRepoPublicKey(place)
      : await actions.getEnvironmentPublicKey({ ...place, environment_name: environment })
  return data
}

interface SealedSecret extends NamedValue {
  readonly environment: string | undefined
  readonly key: PublicKey
}

async function putSecret(
  { octokit, place }: Repository,
  { name, value, environment, key }: SealedSecret,
): Promise<void> {
  const { actions } = octokit.rest
  const content = {
    ...place,
    secret_name: name,
    key_id: key.key_id,
    encrypted_value: await sealed(value, key.key),
  }
  if (environment === undefined) await actions.createOrUpdateRepoSecret(content)
  else await actions.createOrUpdateEnvironmentSecret({ ...content, environment_name: environment })
}

/**
 * A sealed box that only the owner of the key opens:
 * https://docs.github.com/en/rest/guides/encrypting-secrets-for-the-rest-api (read 2026-11-21).
 */
async function sealed(value: string, key: string): Promise<string> {
  const { default: sodium } = await import("libsodium-wrappers")
  await sodium.ready
  const { ORIGINAL } = sodium.base64_variants
  const box = sodium.crypto_box_seal(sodium.from_string(value), sodium.from_base64(key, ORIGINAL))
  return sodium.to_base64(box, ORIGINAL)
}

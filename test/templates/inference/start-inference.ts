import { join } from "node:path"
import { fileURLToPath } from "node:url"
import OpenAI from "openai"
import { startService } from "../service-process.ts"

export const root = fileURLToPath(new URL("../../..", import.meta.url))
export const token = "token-of-a-test"

/** Interpreter of the tests, with what the service needs without a model. */
export const python = join(root, ".venv-test", "bin", "python")

export interface InferenceOptions {
  /** A copy of the template. */
  readonly folder: string
  readonly python?: string
  readonly variables?: Readonly<Record<string, string>>
}

/** Starts the service as aidep does, and waits until it listens; its model may still be loading. */
export async function startInference({ folder, variables = {}, ...options }: InferenceOptions) {
  const command = [options.python ?? python, "-m", "app"] as const
  const fixed = { AIDEP_TOKEN: token, AIDEP_DEPLOYMENT: "d-1" }
  const service = await startService({ command, folder, variables: { ...fixed, ...variables } })
  const client = (apiKey = token) =>
    new OpenAI({ apiKey, baseURL: `${service.url}/v1`, maxRetries: 0 })
  const metrics = async () => {
    const headers = { authorization: `Bearer ${token}` }
    return await (await fetch(`${service.url}/metrics`, { headers })).text()
  }
  return { ...service, client, metrics }
}

/** One value of a metric without labels. */
export function metricOf(text: string, name: string): number {
  return Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1])
}

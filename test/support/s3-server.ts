import { spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { AwsClient } from "aws4fetch"

const root = fileURLToPath(new URL("../..", import.meta.url))

export interface S3Server {
  readonly endpoint: string
  readonly bucket: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  /** All objects with their texts. */
  readonly objects: () => Promise<Readonly<Record<string, string>>>
  readonly stop: () => void
}

/** An S3 server of its own with one empty bucket. */
export async function s3Server(): Promise<S3Server> {
  const child = spawn(`${root}.venv-test/bin/python`, [`${root}test/support/s3_server.py`], {
    stdio: ["ignore", "pipe", "pipe"],
  })
  let errors = ""
  child.stderr.setEncoding("utf8").on("data", (part: string) => {
    errors = `${errors}${part}`.slice(-4000)
  })
  const lines = createInterface(child.stdout)
  const ended = once(child, "exit").then(() => {
    throw new Error(`The S3 server ended: ${errors}`)
  })
  ended.catch(() => undefined)
  const [port] = await Promise.race([once(lines, "line"), ended])
  const endpoint = `http://127.0.0.1:${port}`
  const bucket = "state"
  const credentials = { accessKeyId: "canary-id-2b7e", secretAccessKey: "canary-secret-99d1" }
  const client = new AwsClient({ ...credentials, service: "s3", region: "us-east-1" })
  const made = await client.fetch(`${endpoint}/${bucket}`, { method: "PUT" })
  if (!made.ok) throw new Error(`The bucket was not made: ${made.status} ${await made.text()}`)
  const text = async (path: string) => await (await client.fetch(`${endpoint}/${path}`)).text()
  return {
    endpoint,
    bucket,
    credentials,
    objects: async () => {
      const listed = await text(`${bucket}?list-type=2`)
      const names = [...listed.matchAll(/<Key>([^<]*)</g)].map(([, name = ""]) => name)
      const pairs = names.map(async (name) => [name, await text(`${bucket}/${name}`)] as const)
      return Object.fromEntries(await Promise.all(pairs))
    },
    stop: () => void child.kill(),
  }
}

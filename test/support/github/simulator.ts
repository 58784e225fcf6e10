import { createServer, type IncomingMessage } from "node:http"
import type { AddressInfo } from "node:net"
import sodium, {
  base64_variants,
  from_base64,
  ready,
  to_base64,
  to_string,
} from "libsodium-wrappers"
import { expect, onTestFinished } from "vitest"
import { publishedApi } from "./published-api.ts"

export interface GithubSimulator {
  readonly url: string
  readonly token: string
  /** Values as the service opens them, by `NAME` or `environment/NAME`. */
  readonly secrets: ReadonlyMap<string, string>
  readonly variables: ReadonlyMap<string, string>
  readonly environments: readonly string[]
  readonly comments: readonly { readonly id: number; readonly body: string }[]
  readonly statuses: readonly { readonly state: string; readonly environment_url?: string }[]
  readonly deployments: readonly Readonly<Record<string, unknown>>[]
  /** Every request as `METHOD path`, in order. */
  readonly asked: readonly string[]
  /** The next requests are answered with these statuses and nothing is done. */
  readonly fail: (...statuses: readonly number[]) => void
  /** A comment of somebody else, which may not be changed. */
  readonly commentOfAnother: (body: string) => void
}

interface Answer {
  readonly status: number
  readonly body?: unknown
}

interface Request {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: Readonly<Record<string, unknown>>
}

/**
 * The part of GitHub's API that aidep uses, for the repository `acme/shop`, on this machine. When the test ends, every
 * request and answer has to be as the published OpenAPI describes it.
 */
export async function githubSimulator(): Promise<GithubSimulator> {
  await ready
  const keys = sodium.crypto_box_keypair()
  const world = new World(keys)
  const problemsOf = publishedApi()
  const problems: string[] = []
  const asked: string[] = []
  const failures: number[] = []
  const server = createServer(async (incoming, outgoing) => {
    const request = await read(incoming)
    asked.push(`${request.method} ${request.path}`)
    const failure = failures.shift()
    const answer =
      failure === undefined
        ? world.answer(request, incoming.headers.authorization)
        : {
            status: failure,
            body: {
              message: "Simulated",
              documentation_url: "https://docs.github.com",
              status: String(failure),
            },
          }
    const { method, path, body } = request
    if (failure === undefined)
      problems.push(
        ...problemsOf({ method, path, body, status: answer.status, answer: answer.body }),
      )
    outgoing.writeHead(answer.status, { "content-type": "application/json; charset=utf-8" })
    outgoing.end(answer.body === undefined ? "" : JSON.stringify(answer.body))
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
    expect(problems).toEqual([])
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    token: world.token,
    secrets: world.secrets,
    variables: world.variables,
    environments: world.environments,
    comments: world.comments,
    statuses: world.statuses,
    deployments: world.deployments,
    asked,
    fail: (...statuses) => failures.push(...statuses),
    commentOfAnother: (body) => world.comments.push({ id: 900, body, foreign: true }),
  }
}

async function read(incoming: IncomingMessage): Promise<Request> {
  const parts: Buffer[] = []
  for await (const part of incoming) parts.push(part)
  const url = new URL(incoming.url ?? "/", "http://github")
  const text = Buffer.concat(parts).toString("utf8")
  return {
    method: incoming.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    body: text === "" ? {} : JSON.parse(text),
  }
}

const at = "2026-11-21T08:00:00Z"
const root = "/repos/acme/shop"

interface KeyPair {
  readonly publicKey: Uint8Array
  readonly privateKey: Uint8Array
}

class World {
  readonly token = "canary-github-token-3b9f"
  readonly secrets = new Map<string, string>()
  readonly variables = new Map<string, string>()
  readonly environments: string[] = []
  readonly comments: { id: number; body: string; foreign?: boolean }[] = []
  readonly statuses: { state: string; environment_url?: string }[] = []
  readonly deployments: Record<string, unknown>[] = []
  readonly #keys: KeyPair

  constructor(keys: KeyPair) {
    this.#keys = keys
  }

  answer(request: Request, authorization: string | undefined): Answer {
    if (authorization !== `token ${this.token}`) return problem(401, "Bad credentials")
    const { path } = request
    if (!path.startsWith(root)) return problem(404, "Not Found")
    const [, environment, rest = path.slice(root.length)] =
      /^\/environments\/([^/]+)((?:\/secrets|\/variables).*)?$/.exec(path.slice(root.length)) ?? []
    if (environment !== undefined && rest === path.slice(root.length))
      return this.#environment(request.method, environment)
    if (environment !== undefined && !this.environments.includes(environment))
      return problem(404, "Not Found")
    const inner = rest.replace(/^\/actions/, "")
    const prefix = environment === undefined ? "" : `${environment}/`
    if (inner.startsWith("/secrets")) return this.#secret(request, inner, prefix)
    if (inner.startsWith("/variables")) return this.#variable(request, inner, prefix)
    return this.#other(request, rest)
  }

  #environment(method: string, name: string): Answer {
    if (method === "PUT" && !this.environments.includes(name)) this.environments.push(name)
    if (!this.environments.includes(name)) return problem(404, "Not Found")
    const url = `https://api.github.com${root}/environments/${name}`
    const dates = { created_at: at, updated_at: at }
    return { status: 200, body: { id: 1, node_id: "E_1", name, url, html_url: url, ...dates } }
  }

  #secret({ method, body }: Request, path: string, prefix: string): Answer {
    const [, , name] = path.split("/")
    if (name === "public-key") {
      const key = to_base64(this.#keys.publicKey, base64_variants.ORIGINAL)
      return { status: 200, body: { key_id: "key-1", key } }
    }
    if (name === undefined) {
      const own = [...this.secrets.keys()].filter((key) => key.startsWith(prefix))
      const secrets = own.map((key) => ({
        name: key.slice(prefix.length),
        created_at: at,
        updated_at: at,
      }))
      return { status: 200, body: { total_count: secrets.length, secrets } }
    }
    if (method !== "PUT" || body["key_id"] !== "key-1") return problem(422, "Bad key")
    const box = from_base64(String(body["encrypted_value"]), base64_variants.ORIGINAL)
    const { publicKey, privateKey } = this.#keys
    const there = this.secrets.has(prefix + name)
    this.secrets.set(
      prefix + name,
      to_string(sodium.crypto_box_seal_open(box, publicKey, privateKey)),
    )
    return there ? { status: 204 } : { status: 201, body: {} }
  }

  #variable({ method, body }: Request, path: string, prefix: string): Answer {
    const [, , name = String(body["name"])] = path.split("/")
    const key = prefix + name
    if (method === "PATCH" && !this.variables.has(key)) return problem(404, "Not Found")
    if (method === "POST" && this.variables.has(key)) return problem(409, "Already exists")
    this.variables.set(key, String(body["value"]))
    return method === "PATCH" ? { status: 204 } : { status: 201, body: {} }
  }

  #other({ method, body, query }: Request, path: string): Answer {
    if (path === "/deployments") return this.#deployment(body)
    if (/^\/deployments\/\d+\/statuses$/.test(path)) {
      const state = String(body["state"])
      const url = body["environment_url"]
      this.statuses.push({ state, ...(typeof url === "string" ? { environment_url: url } : {}) })
      return { status: 201, body: deploymentStatus(state) }
    }
    const [, id] = /^\/issues\/comments\/(\d+)$/.exec(path) ?? []
    if (id !== undefined) return this.#changeComment(Number(id), String(body["body"]))
    if (!/^\/issues\/\d+\/comments$/.test(path)) return problem(404, "Not Found")
    if (method === "GET") {
      const page = Number(query.get("page") ?? "1")
      const size = Number(query.get("per_page") ?? "30")
      return { status: 200, body: this.comments.slice((page - 1) * size, page * size).map(comment) }
    }
    const made = { id: this.comments.length + 1, body: String(body["body"]) }
    this.comments.push(made)
    return { status: 201, body: comment(made) }
  }

  #deployment(body: Readonly<Record<string, unknown>>): Answer {
    this.deployments.push(body)
    const url = `https://api.github.com${root}/deployments/7`
    return {
      status: 201,
      body: {
        id: 7,
        node_id: "D_7",
        sha: body["ref"],
        ref: body["ref"],
        task: "deploy",
        payload: {},
        environment: body["environment"],
        description: body["description"],
        creator: null,
        statuses_url: `${url}/statuses`,
        repository_url: `https://api.github.com${root}`,
        url,
        created_at: at,
        updated_at: at,
      },
    }
  }

  #changeComment(id: number, body: string): Answer {
    const found = this.comments.find((one) => one.id === id)
    if (found === undefined) return problem(404, "Not Found")
    if (found.foreign === true) return problem(403, "Resource not accessible")
    found.body = body
    return { status: 200, body: comment(found) }
  }
}

function problem(status: number, message: string): Answer {
  return {
    status,
    body: { message, documentation_url: "https://docs.github.com", status: String(status) },
  }
}

function deploymentStatus(state: string) {
  const url = `https://api.github.com${root}/deployments/7`
  return {
    id: 1,
    node_id: "S_1",
    state,
    creator: null,
    description: "",
    target_url: "https://example.com",
    deployment_url: url,
    repository_url: `https://api.github.com${root}`,
    url: `${url}/statuses/1`,
    created_at: at,
    updated_at: at,
  }
}

function comment({ id, body }: { readonly id: number; readonly body: string }) {
  return {
    id,
    node_id: `C_${id}`,
    url: `https://api.github.com${root}/issues/comments/${id}`,
    html_url: `https://github.com/acme/shop/pull/5#issuecomment-${id}`,
    issue_url: `https://api.github.com${root}/issues/5`,
    author_association: "NONE",
    user: null,
    body,
    created_at: at,
    updated_at: at,
  }
}

import type { RequestListener } from "node:http"

export interface OpenAiServer {
  /** The bearer token that it wants. */
  readonly token?: string
  readonly models?: readonly string[]
  /** Data of the stream's events. */
  readonly parts?: readonly string[]
}

export const textPart = (text: string, finish: string | null = null) =>
  JSON.stringify({ choices: [{ index: 0, delta: { content: text }, finish_reason: finish }] })

const wholeAnswer = [textPart("Hel"), textPart("lo."), textPart("", "stop"), "[DONE]"]

/** Answers as a server for models does: health, models, and a chat as a stream. */
export function openAiServer({
  token,
  models = ["some/model"],
  parts = wholeAnswer,
}: OpenAiServer = {}): RequestListener {
  return ({ url, headers }, response) => {
    const isStranger = token !== undefined && headers.authorization !== `Bearer ${token}`
    if (url === "/health") response.writeHead(200).end("{}")
    else if (isStranger) response.writeHead(401).end('{"error":{"code":"invalid_api_key"}}')
    else if (url === "/v1/models") {
      response.writeHead(200, { "content-type": "application/json" })
      response.end(JSON.stringify({ object: "list", data: models.map((id) => ({ id })) }))
    } else if (url === "/v1/chat/completions") {
      response.writeHead(200, { "content-type": "text/event-stream" })
      for (const part of parts) response.write(`data: ${part}\n\n`)
      response.end()
    } else response.writeHead(404).end()
  }
}

import type { Route } from "./routes.ts"

const json = (schema: object) => ({ "application/json": { schema } })
const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` })

const error = {
  type: "object",
  required: ["error"],
  properties: {
    error: {
      type: "object",
      required: ["message", "type", "code"],
      properties: {
        message: { type: "string" },
        type: { type: "string" },
        param: { type: ["string", "null"] },
        code: { type: "string" },
      },
    },
  },
}

const generate = {
  type: "object",
  required: ["prompt"],
  properties: {
    prompt: { type: "string", minLength: 1 },
    adapter: { type: ["string", "null"] },
    max_tokens: { type: "integer", minimum: 1 },
    stream: { type: "boolean" },
    temperature: { type: "number" },
  },
}

const common = {
  "400": { $ref: "#/components/responses/Error" },
  "401": { $ref: "#/components/responses/Error" },
  "403": { $ref: "#/components/responses/Error" },
  "413": { $ref: "#/components/responses/Error" },
  "415": { $ref: "#/components/responses/Error" },
  "429": { $ref: "#/components/responses/Error" },
  "502": { $ref: "#/components/responses/Error" },
  "503": { $ref: "#/components/responses/Error" },
  "504": { $ref: "#/components/responses/Error" },
}

const summaries: Readonly<Record<string, string>> = {
  "/v1/generate": "Generates text.",
  "/v1/chat/completions": "As OpenAI's chat completions.",
  "/v1/completions": "As OpenAI's completions.",
  "/v1/embeddings": "As OpenAI's embeddings.",
  "/v1/models": "The models there are.",
}

/** What the gateway offers, in OpenAPI 3.1; of the bodies only what the gateway itself looks at. */
export function openApiDocument(routes: readonly Route[]) {
  const open = (summary: string) => ({ summary, security: [], responses: answers(json({})) })
  const own = {
    "/": { get: open("One line about the deployment.") },
    "/health": { get: open("Whether the process answers.") },
    "/ready": {
      get: {
        ...open("Whether it can do its work."),
        responses: { ...answers(json({})), "503": answer("Not now.", json({})) },
      },
    },
    "/metrics": {
      get: {
        summary: "Figures for Prometheus.",
        responses: {
          ...answers({ "text/plain": { schema: { type: "string" } } }),
          "401": common["401"],
          "403": common["403"],
        },
      },
    },
    "/openapi.json": { get: open("This document.") },
  }
  return {
    openapi: "3.1.0",
    info: { title: "Gateway", version: "1.0.0" },
    security: [{ bearer: [] }, { key: [] }],
    paths: { ...Object.fromEntries(routes.map((route) => [route.path, pathItem(route)])), ...own },
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer" },
        key: { type: "apiKey", in: "header", name: "X-API-Key" },
      },
      schemas: { Error: error, Generate: generate },
      responses: { Error: answer("An error.", json(reference("Error"))) },
    },
  }
}

function answer(description: string, content: object) {
  return { description, content }
}

function answers(content: object) {
  return { "200": answer("The answer.", content) }
}

function pathItem(route: Route) {
  const streamed = { "text/event-stream": { schema: { type: "string" } } }
  const content = route.method === "POST" ? { ...json({}), ...streamed } : json({})
  const operation = {
    summary: summaries[route.path] ?? "Passed on to the upstream.",
    responses: { ...answers(content), ...common },
    ...(route.body === "none" ? {} : { requestBody: requestBody(route) }),
  }
  return { [route.method.toLowerCase()]: operation }
}

function requestBody({ body }: Route) {
  const schema = body === "generate" ? reference("Generate") : { type: "object" }
  return { required: true, content: body === "any" ? { "*/*": { schema: {} } } : json(schema) }
}

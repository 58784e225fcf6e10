import { Ajv2020 } from "ajv/dist/2020.js"
import { describe, expect, test } from "vitest"
import * as z from "zod"
import { completion, json } from "../support/scripts.ts"
import { chat, clientOf, runtimes, stage } from "../support/stage.ts"

// The gateway's description of itself against what it does.

const document = z.looseObject({
  openapi: z.string().startsWith("3.1"),
  paths: z.record(
    z.string(),
    z.record(z.string(), z.looseObject({ responses: z.record(z.string(), z.unknown()) })),
  ),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
})

describe.each(runtimes)("on $name", (runtime) => {
  const described = async () => {
    const staged = await stage(
      json(completion("hello")),
      { RATE_LIMIT: "100/3600s", CACHE: "off" },
      runtime,
    )
    const api = document.parse(await (await staged.ask("/openapi.json")).json())
    return { ...staged, api }
  }

  test("every route that is described is there, and answers as is described", async () => {
    const { api, ask, post } = await described()
    expect(Object.keys(api.paths)).toEqual(
      expect.arrayContaining([
        "/v1/generate",
        "/v1/chat/completions",
        "/v1/completions",
        "/v1/embeddings",
        "/v1/models",
        "/health",
        "/ready",
        "/metrics",
      ]),
    )
    for (const [path, methods] of Object.entries(api.paths))
      for (const [method, { responses }] of Object.entries(methods)) {
        const answer =
          method === "post"
            ? await post(path, { ...chat, prompt: "p", input: "i" })
            : await ask(path)
        await answer.text()
        expect([path, method, answer.status, Object.keys(responses)]).toEqual([
          path,
          method,
          200,
          expect.arrayContaining(["200"]),
        ])
      }
  })

  test("every error that it gives is described, with a body of the described form", async () => {
    const { api, ask, post, url } = await described()
    const form = new Ajv2020({ strict: false }).compile({
      $ref: "#/components/schemas/Error",
      components: api.components,
    })
    const errors = [
      { path: "/v1/models", method: "get", answer: await ask("/v1/models", { headers: {} }) },
      { path: "/v1/generate", method: "post", answer: await post("/v1/generate", {}) },
      { path: "/v1/generate", method: "post", answer: await post("/v1/generate", "{") },
      {
        path: "/v1/generate",
        method: "post",
        answer: await clientOf(url, "wrong").post("/v1/generate", {}),
      },
      {
        path: "/v1/completions",
        method: "post",
        answer: await post("/v1/completions", "x".repeat(1024 * 1024 + 1)),
      },
    ]
    for (const { path, method, answer } of errors) {
      const statuses = Object.keys(api.paths[path]?.[method]?.responses ?? {})
      expect(statuses).toContain(String(answer.status))
      expect(form(await answer.json()), JSON.stringify(form.errors)).toBe(true)
    }
  })
})

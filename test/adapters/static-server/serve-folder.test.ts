import { symlinkSync } from "node:fs"
import { createServer, request as sendRequest } from "node:http"
import { text } from "node:stream/consumers"
import { join } from "node:path"
import { expect, onTestFinished, test } from "vitest"
import { serveFolder } from "../../../src/adapters/static-server/serve-folder.ts"
import { projectFolder } from "../../support/project-folder.ts"

const site = {
  "site/index.html": "<h1>Home</h1>",
  "site/docs/index.html": "Docs",
  "site/about.html": "About",
  "site/app.js": "start()",
  "site/empty.txt": "",
  "site/a b.txt": "with a space",
  "secret.txt": "not to be served",
}

test.each([
  ["/", 200, "<h1>Home</h1>", "text/html; charset=utf-8"],
  ["/?page=2", 200, "<h1>Home</h1>", "text/html; charset=utf-8"],
  ["/docs/", 200, "Docs", "text/html; charset=utf-8"],
  ["/about", 200, "About", "text/html; charset=utf-8"],
  ["/app.js", 200, "start()", "text/javascript; charset=utf-8"],
  ["/empty.txt", 200, "", "text/plain; charset=utf-8"],
  ["/a%20b.txt", 200, "with a space", "text/plain; charset=utf-8"],
  ["/missing", 404, "Nothing stands here.\n", "text/plain; charset=utf-8"],
  ["/../secret.txt", 404, "Nothing stands here.\n", "text/plain; charset=utf-8"],
  ["/%2e%2e/secret.txt", 404, "Nothing stands here.\n", "text/plain; charset=utf-8"],
  ["/..%2fsecret.txt", 404, "Nothing stands here.\n", "text/plain; charset=utf-8"],
  ["/link.txt", 404, "Nothing stands here.\n", "text/plain; charset=utf-8"],
  ["/%00", 404, "Nothing stands here.\n", "text/plain; charset=utf-8"],
  ["/%", 404, "Nothing stands here.\n", "text/plain; charset=utf-8"],
])("%s is answered with %i", async (path, status, body, type) => {
  const ask = await serve(site)
  expect(await ask("GET", path)).toMatchObject({ status, body, headers: { "content-type": type } })
})

test("a folder without its slash is sent on, and never to another server", async () => {
  const ask = await serve(site)
  expect(await ask("GET", "/docs")).toMatchObject({ status: 301, headers: { location: "/docs/" } })
  expect(await ask("GET", "//docs")).toMatchObject({ status: 404 })
})

test("the site's own page says what is missing", async () => {
  const ask = await serve({ ...site, "site/404.html": "Lost?" })
  expect(await ask("GET", "/missing")).toMatchObject({ status: 404, body: "Lost?" })
})

test("HEAD has no body, and nothing can be written", async () => {
  const ask = await serve(site)
  const head = await ask("HEAD", "/app.js")
  expect(head).toMatchObject({ status: 200, body: "", headers: { "content-length": "7" } })
  expect(await ask("POST", "/app.js")).toMatchObject({ status: 405 })
})

/** Serves the folder `site` of the files; paths are sent as they are written. */
async function serve(files: Readonly<Record<string, string>>) {
  const folder = projectFolder(files)
  symlinkSync(join(folder, "secret.txt"), join(folder, "site", "link.txt"))
  const server = createServer(
    (request, response) => void serveFolder(join(folder, "site"), request, response),
  )
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  const port = typeof address === "object" ? address?.port : undefined
  return async (method: string, path: string) => {
    const { promise, resolve, reject } = Promise.withResolvers<{
      readonly status: number | undefined
      readonly headers: Readonly<Record<string, unknown>>
      readonly body: string
    }>()
    sendRequest({ host: "127.0.0.1", port, method, path }, (response) => {
      const { statusCode: status, headers } = response
      text(response).then((body) => resolve({ status, headers, body }), reject)
    })
      .on("error", reject)
      .end()
    return await promise
  }
}

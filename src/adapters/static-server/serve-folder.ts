import { createReadStream } from "node:fs"
import { realpath, stat } from "node:fs/promises"
import type { IncomingMessage, ServerResponse } from "node:http"
import { extname, join, resolve, sep } from "node:path"
import { pipeline } from "node:stream/promises"

/**
 * Answers one request with a file of the folder: `index.html` for a folder, the site's `404.html` where nothing
 * stands. Nothing outside the folder is ever read, whatever the path or a symbolic link says.
 */
export async function serveFolder(
  folder: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { allow: "GET, HEAD", "content-type": plainText })
    response.end("Only GET and HEAD are answered.\n")
    return
  }
  const path = pathOf(request.url ?? "/")
  const found = path === undefined ? undefined : await findFile(folder, path)
  if (found === "folder-without-slash" && path !== undefined) {
    response.writeHead(301, { location: `${encodeURI(path)}/` }).end()
    return
  }
  const file = typeof found === "object" ? found : undefined
  const page = file ?? (await fileAt(folder, join(folder, "404.html")))
  if (page === undefined) {
    response.writeHead(404, { "content-type": plainText }).end("Nothing stands here.\n")
    return
  }
  await sendFile(page, { status: file === undefined ? 404 : 200, request, response })
}

const plainText = "text/plain; charset=utf-8"

/** The decoded path without the query; undefined for one that cannot be a file's. */
function pathOf(url: string): string | undefined {
  try {
    const path = decodeURIComponent(url.replace(/[?#].*$/s, ""))
    // Two slashes at the start of a redirect would name another server.
    return path.includes("\0") || !path.startsWith("/") || path.startsWith("//") ? undefined : path
  } catch {
    return undefined
  }
}

interface FoundFile {
  readonly path: string
  readonly bytes: number
}

async function findFile(
  folder: string,
  path: string,
): Promise<FoundFile | "folder-without-slash" | undefined> {
  const place = resolve(folder, `.${path}`)
  if (path.endsWith("/")) return await fileAt(folder, join(place, "index.html"))
  const file = await fileAt(folder, place)
  if (file !== undefined) return file
  const index = await fileAt(folder, join(place, "index.html"))
  if (index !== undefined) return "folder-without-slash"
  return await fileAt(folder, `${place}.html`)
}

async function fileAt(folder: string, place: string): Promise<FoundFile | undefined> {
  try {
    const [root, path] = await Promise.all([realpath(folder), realpath(place)])
    if (!path.startsWith(root.endsWith(sep) ? root : root + sep)) return undefined
    const found = await stat(path)
    return found.isFile() ? { path, bytes: found.size } : undefined
  } catch {
    return undefined
  }
}

interface Reply {
  readonly status: 200 | 404
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

async function sendFile(
  { path, bytes }: FoundFile,
  { status, request, response }: Reply,
): Promise<void> {
  response.writeHead(status, {
    "cache-control": "no-cache",
    "content-length": bytes,
    "content-type": types[extname(path).toLowerCase()] ?? "application/octet-stream",
  })
  if (request.method === "HEAD" || bytes === 0) {
    response.end()
    return
  }
  try {
    await pipeline(createReadStream(path, { end: bytes - 1 }), response)
  } catch {
    // The browser went away, or the file became shorter: there is nobody left to tell.
    response.destroy()
  }
}

const types: Readonly<Record<string, string>> = {
  ".avif": "image/avif",
  ".css": "text/css; charset=utf-8",
  ".gif": "image/gif",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpeg": "image/jpeg",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".mp4": "video/mp4",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": plainText,
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
}

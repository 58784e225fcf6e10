import type { Service } from "aidep/provider"
import { staticSitePort } from "./static-site-port.ts"

/**
 * Command that asks a service for its health from inside its container, made of what the image has that aidep
 * writes the Dockerfile of. Undefined where another Dockerfile or image decides what there is.
 */
export function healthProbe({ code, kind, port, health }: Service): readonly string[] | undefined {
  if (code.type !== "folder" || code.dockerfile !== undefined) return undefined
  if (kind === "static") return webServerProbe
  if (code.runtime === undefined || port === undefined || health === undefined) return undefined
  const url = `http://127.0.0.1:${port}${health.path}`
  return code.runtime.language === "node" ? nodeProbe(url) : pythonProbe(url)
}

/** Of BusyBox, which the image of the web server has. */
const webServerProbe = ["wget", "-q", "--spider", `http://127.0.0.1:${staticSitePort}/`]

function nodeProbe(url: string): readonly string[] {
  const ask = `fetch(${JSON.stringify(url)})`
  return ["node", "-e", `${ask}.then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))`]
}

function pythonProbe(url: string): readonly string[] {
  const ask = `urllib.request.urlopen(${JSON.stringify(url)}, timeout=4)`
  return ["python", "-c", `import urllib.request; ${ask}`]
}

// Copies the page to dist/ and tells it where the gateway is.
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs"

const { GATEWAY_URL } = process.env
if (!GATEWAY_URL) {
  console.error("GATEWAY_URL is not set. Set it to the address of the gateway.")
  process.exit(1)
}
rmSync("dist", { recursive: true, force: true })
mkdirSync("dist")
for (const file of ["index.html", "ask.js"]) cpSync(file, `dist/${file}`)
writeFileSync("dist/config.js", `globalThis.GATEWAY_URL = ${JSON.stringify(GATEWAY_URL)}\n`)

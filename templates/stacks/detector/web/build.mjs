// Copies the page to dist/ and tells it where the gateway is. Where GATEWAY_URL is not known yet, as in a
// container image that is built before anything runs, the page asks for it.
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs"

const gateway = process.env.GATEWAY_URL ?? ""
rmSync("dist", { recursive: true, force: true })
mkdirSync("dist")
for (const file of ["index.html", "ask.js"]) cpSync(file, `dist/${file}`)
writeFileSync("dist/config.js", `globalThis.GATEWAY_URL = ${JSON.stringify(gateway)}\n`)

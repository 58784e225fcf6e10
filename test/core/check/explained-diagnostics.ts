import { parseText } from "../../support/parse-text.ts"

const before =
  "version: 1\nname: shop\nservices: { api: { kind: web, source: ./a, targets: [fly] } }\n"
const opening = "checks: [{ name: a, service: api, request: POST /, "

/** Diagnostics of a manifest whose one check has the given fields; columns count from the first field. */
export function explainedDiagnostics(fields: string): readonly string[] {
  const { diagnostics } = parseText(`${before}${opening}${fields} }]\n`)
  return diagnostics.map(({ place, code, message, hint }) => {
    const column = (place?.column ?? 0) - opening.length
    return `${column} ${code}: ${message} ${hint}`
  })
}

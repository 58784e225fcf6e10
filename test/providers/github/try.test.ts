import { readFileSync, mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { test } from "vitest"
import github from "/work/main/providers/github/provider.ts"
import { renderManifest, pythonSource } from "/work/main/test/support/render-manifest.ts"
test("x", () => {
  for (const f of process.env.MANIFESTS!.split(",")) {
  const r = renderManifest(readFileSync(f, "utf8"), { providers: [github], sources: { "./services/inference": pythonSource, "./jobs/retrain": {...pythonSource}, "./site": {} } })
  for (const d of r.diagnostics) console.log(d.place?.line, d.place?.column, d.severity, d.code, d.message, d.hint)
  const out = "/tmp/gh/out/" + f.split("/").at(-1)!.replace(".yaml", "")
  for (const [p, t] of r.files) { mkdirSync(dirname(join(out, p)), { recursive: true }); writeFileSync(join(out, p), t) }
  }
})

import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Ajv } from "ajv"
import addFormats from "ajv-formats"
import { describe, expect, test } from "vitest"
import { validateXML } from "xmllint-wasm"
import { junitText } from "../../../src/core/report/junit.ts"
import type { Report } from "../../../src/core/report/report.ts"
import { sarifText } from "../../../src/core/report/sarif.ts"
import { emptyReport, loadedReport, sampleReport } from "./sample-report.ts"

const specs = process.env["AIDEP_SPECS"]
if (specs === undefined)
  console.log("AIDEP_SPECS is not set: reports are not checked by the schemas of SARIF and JUnit.")
const read = (file: string) => readFileSync(join(specs ?? "", "common", file), "utf8")

/** Every character that one unit of UTF-16 can be, halves of pairs included. */
const characters = Array.from({ length: 0x1_0000 / 64 }, (_, row) =>
  String.fromCharCode(...Array.from({ length: 64 }, (_unit, column) => row * 64 + column)),
)
const [finding] = sampleReport.findings
const hostileReport: Report = {
  ...sampleReport,
  project: characters[0] ?? "",
  findings: characters.map((message) => ({ ...finding!, message, hint: message })),
  checks: characters.map((name) => ({
    ...sampleReport.checks[1]!,
    name,
    messages: [name, "]]><x/>&amp;"],
  })),
}

const reports = [
  { name: "one of everything", report: sampleReport },
  { name: "a run under load", report: loadedReport },
  { name: "nothing", report: emptyReport },
  { name: "every character", report: hostileReport },
]

describe.skipIf(specs === undefined)("schemas", () => {
  test.each(reports)("is valid SARIF: $name", ({ report }) => {
    const ajv = new Ajv({ strict: false })
    addFormats.default(ajv)
    const validate = ajv.compile(JSON.parse(read("sarif-2.1.0.schema.json")))
    validate(JSON.parse(sarifText(report)))
    expect(validate.errors).toBeNull()
  })

  test.each(reports)("is valid JUnit: $name", async ({ report }) => {
    const { valid, errors } = await validateXML({
      xml: [{ fileName: "report.xml", contents: junitText(report) }],
      schema: [{ fileName: "junit.xsd", contents: read("junit.xsd") }],
    })
    expect(errors).toEqual([])
    expect(valid).toBe(true)
  })
})

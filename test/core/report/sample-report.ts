import { allRules } from "../../../src/core/lint/all-rules.ts"
import { sampleSlo } from "../slo/sample-slo.ts"
import type { Report } from "../../../src/core/report/report.ts"

/** One of everything, with characters that each format treats in a way of its own. */
export const sampleReport: Report = {
  project: "shop",
  environment: "production",
  madeAtMs: Date.UTC(2026, 10, 21, 8, 30, 5, 123),
  findings: [
    {
      severity: "warning",
      code: "hardening/debug-flag",
      message: '"DEBUG: <a> & *b*|c" of "api" turns on debugging\nin "production".',
      hint: "Remove it: 100%, now.",
      place: { file: "a folder/aidep.yaml", line: 7, column: 12 },
    },
    {
      severity: "error",
      code: "secret/in-file",
      message: "This looks like a secret \u001b[31m(github).",
      hint: "Make a new one.",
      place: { file: "config.py", line: 1, column: 1 },
    },
    { severity: "warning", code: "acme/retired", message: "It ends.", hint: "Move." },
  ],
  silenced: [
    {
      finding: {
        severity: "warning",
        code: "hardening/wildcard-cors",
        message: "Any page may call.",
        hint: "Name origins.",
        place: { file: "aidep.yaml", line: 9, column: 3 },
      },
      reason: "a public widget",
    },
  ],
  rules: allRules(),
  checks: [
    {
      name: "alive",
      service: "api",
      passed: true,
      messages: [],
      durationMs: 12.3456,
      place: { file: "aidep.yaml", line: 20, column: 5 },
    },
    {
      name: "refuses @everybody",
      service: "api",
      passed: false,
      messages: ['Expected the status 401, found 200 with the body "]]>".', "And more."],
      durationMs: undefined,
      place: { file: "aidep.yaml", line: 21, column: 5 },
    },
  ],
  checklist: [
    { id: "tls", title: "Traffic is encrypted", answer: "yes", evidence: ["It is."], hint: "" },
    {
      id: "cache",
      title: "Answers are cached",
      answer: "no",
      evidence: ["Nothing keeps answers."],
      hint: "Add a cache.",
    },
    { id: "keys", title: "Callers have keys", answer: "unknown", evidence: ["?"], hint: "Look." },
    { id: "x", title: "Nothing", answer: "not needed", evidence: ["None."], hint: "" },
  ],
  slo: undefined,
}

/** The same after a run under load. */
export const loadedReport: Report = { ...sampleReport, slo: sampleSlo() }

export const emptyReport: Report = {
  ...sampleReport,
  findings: [],
  silenced: [],
  rules: [],
  checks: [],
  checklist: [],
}

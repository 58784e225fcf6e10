import { type Change, changeAt, type ServiceEvidence, type Sighting } from "./evidence.ts"

export interface LogClue {
  readonly sighting: Sighting
  readonly change: Change
}

interface ClueKind {
  readonly pattern: RegExp
  readonly field: readonly string[]
  /** A sentence; gets what the pattern caught. */
  readonly advice: (caught: string) => string
}

/** What common runtimes write when a program cannot start, from the most telling on. */
const kinds: readonly ClueKind[] = [
  {
    pattern:
      /ModuleNotFoundError: No module named '([^']+)'|Cannot find (?:module|package) '([^']+)'/,
    field: ["source"],
    advice: (name) => `Add "${name}" to the dependencies of the source folder.`,
  },
  {
    pattern:
      /KeyError: '([A-Z][A-Z0-9_]{2,})'|\b([A-Z][A-Z0-9]*_[A-Z0-9_]+)\b["']? (?:is not set|is missing|is required|must be set|not found in environment)/,
    field: ["secrets"],
    advice: (name) => `Give it "${name}": under "secrets" where it is one, else under "env".`,
  },
  {
    pattern: /EADDRINUSE|[Aa]ddress already in use/,
    field: ["port"],
    advice: () => "Listen on the port in PORT, once.",
  },
  {
    pattern:
      /(?:exec|spawn)\S*:? .*(?:not found|no such file)|command not found|executable file not found/i,
    field: ["command"],
    advice: () => "Name a program that the image or the machine has.",
  },
  {
    pattern:
      /can't open file '([^']+)'|Error: Cannot find module '([^']+\.[cm]?js)'|Could not import module "([^"]+)"|Error loading ASGI app/,
    field: ["command"],
    advice: (name) =>
      `Start a file that is in the source folder${name === "" ? "" : `; "${name}" is not`}.`,
  },
  {
    pattern: /EACCES|Permission denied/i,
    field: ["command"],
    advice: () =>
      "Write only where its user may: to a volume, or to the folder of temporary files.",
  },
  {
    pattern: /SyntaxError|IndentationError/,
    field: ["source"],
    advice: () => 'Correct the code, or the version of its language under "runtime".',
  },
]

/** The newest line of each kind, with what to change; the most telling kind alone. */
export function logClues(evidence: ServiceEvidence): readonly LogClue[] {
  const clues = kinds.flatMap(({ pattern, field, advice }) => {
    const line = evidence.log.findLast((text) => pattern.test(text))
    if (line === undefined) return []
    const caught = (pattern.exec(line) ?? []).slice(1).find((part) => part !== undefined) ?? ""
    const sighting: Sighting = { source: "log", text: line.trim() }
    return [{ sighting, change: changeAt(evidence, field, advice(caught)) }]
  })
  return clues.slice(0, 1)
}

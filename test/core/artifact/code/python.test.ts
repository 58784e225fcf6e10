import { execFileSync } from "node:child_process"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  call,
  type CodeFile,
  data,
  list,
  literal,
  reference,
  type Statement,
} from "../../../../src/core/artifact/code/code.ts"
import { printPython } from "../../../../src/core/artifact/code/python.ts"
import type { DataValue } from "../../../../src/core/artifact/data.ts"
import { anyData, anyText } from "../../../support/arbitrary-data.ts"

const print = (...statements: readonly Statement[]) => printPython({ statements })

describe("Python", () => {
  const file: CodeFile = {
    statements: [
      { type: "import", module: "acme", names: [] },
      { type: "import", module: "pathlib", names: ["Path", "PurePath"] },
      { type: "blank" },
      {
        type: "assign",
        name: "app",
        value: call("acme.App", [literal("shop")], { debug: literal(false) }),
      },
      {
        type: "class",
        name: "Server",
        parameters: ["Base"],
        decorators: [call("app.cls", [], { gpu: list([literal("T4")]), region: literal(null) })],
        documentation: 'Serves "models".',
        body: [
          {
            type: "function",
            name: "start",
            parameters: ["self"],
            decorators: [reference("acme.enter")],
            body: [{ type: "comment", text: "Nothing yet." }],
          },
        ],
      },
      { type: "function", name: "stop", body: [] },
    ],
  }

  test("reads as if written by hand", () => {
    expect(printPython(file)).toBe(`import acme
from pathlib import Path, PurePath

app = acme.App("shop", debug=False)
@app.cls(gpu=["T4"], region=None)
class Server(Base):
    """Serves \\"models\\"."""
    @acme.enter
    def start(self):
        # Nothing yet.
        pass
def stop():
    pass
`)
  })

  test("compiles", () => {
    expect(
      evaluated("import ast, json, sys\nast.parse(sys.stdin.read())\nprint(1)", printPython(file)),
    ).toBe(1)
  })
})

describe("for any data", () => {
  const { value } = anyData()

  test("the text is that data again", () => {
    const samples = fc.sample(value, { numRuns: 400, seed: 20261121 })
    const text = print({ type: "assign", name: "value", value: data(samples) })
    const program =
      "import json, sys\nscope = {}\nexec(compile(sys.stdin.read(), 'x', 'exec'), scope)\nprint(json.dumps(scope['value']))"
    expect(evaluated(program, text)).toEqual(samples)
  })

  test("comments and documentation never become code", () => {
    const samples = fc.sample(anyText, { numRuns: 300, seed: 20261121 })
    const statements = samples.flatMap((text, index): readonly Statement[] => [
      { type: "comment", text },
      { type: "function", name: `f${index}`, documentation: text, body: [] },
    ])
    const program =
      "import ast, json, sys\nnodes = ast.parse(sys.stdin.read()).body\nprint(json.dumps([ast.get_docstring(node, clean=False) for node in nodes]))"
    expect(evaluated(program, print(...statements))).toEqual(samples)
  })
})

/** What a program prints as JSON, given a text on its standard input. */
function evaluated(program: string, input: string): DataValue {
  const output = execFileSync("python3", ["-c", program], {
    input,
    encoding: "utf8",
    env: { ...process.env, PYTHONUTF8: "1" },
    maxBuffer: 64 * 1024 * 1024,
  })
  return JSON.parse(output)
}

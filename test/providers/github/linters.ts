import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const tools = fileURLToPath(new URL("../../../.venv-test/bin", import.meta.url))

export interface Findings {
  readonly status: number | null
  readonly output: string
}

/** What actionlint says of files, with shellcheck looking at their scripts. */
export function actionlint(files: ReadonlyMap<string, string>): Findings {
  return inRepository(files, (folder, workflows) =>
    run(folder, [
      "actionlint",
      "-no-color",
      "-shellcheck",
      join(tools, "shellcheck"),
      ...workflows,
    ]),
  )
}

/** What zizmor says of files, without asking GitHub. */
export function zizmor(
  files: ReadonlyMap<string, string>,
  persona: "regular" | "pedantic",
): Findings {
  return inRepository(files, (folder, workflows) =>
    run(folder, [
      "zizmor",
      "--offline",
      "--no-progress",
      "--no-config",
      "--format=plain",
      "--color=never",
      `--persona=${persona}`,
      ...workflows,
    ]),
  )
}

function inRepository(
  files: ReadonlyMap<string, string>,
  lint: (folder: string, workflows: readonly string[]) => Findings,
): Findings {
  const folder = mkdtempSync(join(tmpdir(), "aidep-github-"))
  try {
    mkdirSync(join(folder, ".git"))
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    return lint(
      folder,
      [...files.keys()].filter((path) => path.startsWith(".github/workflows/")),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function run(folder: string, [tool = "", ...args]: readonly string[]): Findings {
  const { status, stdout, stderr, error } = spawnSync(join(tools, tool), args, {
    cwd: folder,
    encoding: "utf8",
  })
  return { status, output: `${stdout}${status === 0 ? "" : stderr}${error?.message ?? ""}`.trim() }
}

import { mkdir, readFile, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { formatted } from "./generators/formatted.ts"
import type { Generator } from "./generators/generator.ts"
import { priceBookRegistry } from "./generators/price-book-registry.ts"
import { providerRegistry } from "./generators/provider-registry.ts"
import { readmeSupportTable } from "./generators/readme-support-table.ts"

const generators: readonly Generator[] = [providerRegistry, priceBookRegistry, readmeSupportTable]

const root = fileURLToPath(new URL("..", import.meta.url))
const stale = await findStale(generators)

if (process.argv.includes("--check")) report(stale)
else await write(stale)

interface Stale {
  readonly path: string
  readonly text: string
}

async function findStale(all: readonly Generator[]): Promise<readonly Stale[]> {
  const rendered = await Promise.all(
    all.map(async ({ path, render }) => {
      const text = await formatted(root, path, await render(root))
      return { path, text, present: await readOrEmpty(join(root, path)) }
    }),
  )
  return rendered.filter(({ text, present }) => text !== present)
}

function report(files: readonly Stale[]): void {
  if (files.length === 0) return
  const list = files.map(({ path }) => `  ${path}`).join("\n")
  console.error(`Generated files are not up to date:\n${list}\nRun "npm run generate".`)
  process.exitCode = 1
}

async function write(files: readonly Stale[]): Promise<void> {
  for (const { path, text } of files) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
    console.log(`Wrote ${path}.`)
  }
}

async function readOrEmpty(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8")
  } catch {
    return ""
  }
}

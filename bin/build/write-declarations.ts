import { mkdir, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { run } from "./run.ts"

/** Writes dist/src/provider/index.d.ts and the declarations that it refers to. */
export async function writeDeclarations(root: string): Promise<void> {
  const project = join(root, "dist", "tsconfig.json")
  await mkdir(join(root, "dist"), { recursive: true })
  await writeFile(project, JSON.stringify(declarationsOnly))
  await run(root, join(root, "node_modules", ".bin", "tsc"), ["--project", project])
  await rm(project)
}

const declarationsOnly = {
  extends: "../tsconfig.json",
  compilerOptions: {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: "..",
    outDir: ".",
  },
  include: [],
  files: ["../src/provider/index.ts"],
}

import type { SourceFile } from "./source-file.ts"

/** Ids that are also words of the manifest or of English: as a string they count only beside a word that speaks of platforms. */
const alsoWords: ReadonlySet<string> = new Set([
  "compose",
  "fly",
  "local",
  "modal",
  "qdrant",
  "render",
])

/** Lines under src/ that name a platform: what differs between platforms is a declared property, never an id. */
export function platformIdsIn(
  files: readonly SourceFile[],
  ids: readonly string[],
): readonly string[] {
  return files
    .filter(({ path }) => path.startsWith("src/"))
    .flatMap(({ path, text }) =>
      text
        .split("\n")
        .flatMap((line, index) =>
          ids.filter((id) => names(line, id)).map((id) => `${path}:${index + 1} names "${id}".`),
        ),
    )
}

function names(line: string, id: string): boolean {
  const literal = new RegExp(`(["'\`])${id}\\1`).test(line)
  return literal && (!alsoWords.has(id) || /provider|platform|\bid\b/i.test(line))
}

import { name } from "../manifest/schema/values.ts"

const maxLength = 40

export function isValidName(text: string): boolean {
  return name.safeParse(text).success
}

/** A name made of any text, such as that of a folder; `fallback` where no letter is left of it. */
export function validName(text: string, fallback: string): string {
  const plain = text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, maxLength)
    .replace(/-+$/, "")
  return plain === "" ? fallback : plain
}

/** Names that are all different: a later one that is taken gets a number. */
export function uniqueNames(names: readonly string[]): readonly string[] {
  return names.reduce<readonly string[]>((taken, wanted) => [...taken, free(wanted, taken)], [])
}

function free(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted
  const numbered = (count: number) => `${wanted.slice(0, maxLength - 3)}-${count}`
  let count = 2
  while (taken.includes(numbered(count))) count += 1
  return numbered(count)
}

/** The text of an option in a platform's block of the manifest; undefined where there is none. */
export function optionText(options: unknown, name: string): string | undefined {
  if (typeof options !== "object" || options === null) return undefined
  const value: unknown = Object.entries(options).find(([key]) => key === name)?.[1]
  return typeof value === "string" ? value : undefined
}

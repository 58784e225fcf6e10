/** Turns names of the manifest into names of constants in a program, each used once. */
export function constantNames(
  items: readonly { readonly name: string; readonly what: string }[],
): readonly string[] {
  return items.reduce<readonly string[]>((taken, { name, what }) => {
    const base = camelCase(`${name}-${what}`)
    return [...taken, free(base, taken)]
  }, [])
}

/** `lora-gateway-service` becomes `loraGatewayService`. The last word keeps it apart from words of the language. */
function camelCase(name: string): string {
  return name.replaceAll(/-+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

function free(base: string, taken: readonly string[], attempt: number = 2): string {
  if (!taken.includes(base)) return base
  const next = `${base}${attempt}`
  return taken.includes(next) ? free(base, taken, attempt + 1) : next
}

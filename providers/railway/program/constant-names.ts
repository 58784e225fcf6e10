/** Turns names of the manifest into names of constants in a program, each used once. */
export function constantNames(
  items: readonly { readonly name: string; readonly what: string }[],
): readonly string[] {
  const taken = new Set<string>()
  return items.map(({ name, what }) => {
    const free = firstFree(camelCase(`${name}-${what}`), taken)
    taken.add(free)
    return free
  })
}

/** `lora-gateway-service` becomes `loraGatewayService`. The last word keeps it apart from words of the language. */
function camelCase(name: string): string {
  return name.replaceAll(/-+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

function firstFree(base: string, taken: ReadonlySet<string>): string {
  let name = base
  for (let count = 2; taken.has(name); count += 1) name = `${base}${count}`
  return name
}

import { parse } from "yaml"

/** In a file of its own, which is loaded where there is YAML. Throws where it is none. */
export function parseYaml(text: string): unknown {
  return parse(text) ?? {}
}

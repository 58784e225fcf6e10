import { code, type Expression } from "aidep/provider"
import type { ModalProgram } from "../modal-spec.ts"

export type Parameters = Readonly<Record<string, Expression | undefined>>

/** Parameters that classes and functions of an app have in common. */
export function sharedParameters(spec: ModalProgram): Parameters {
  const { env, volumes, gpu, cpu, memory, region } = spec
  return {
    image: code.reference("image"),
    env: Object.keys(env).length === 0 ? undefined : code.data(env),
    secrets: code.list([code.reference("secret")]),
    gpu: oneOrMore(gpu),
    volumes: volumes.length === 0 ? undefined : volumesOf(spec),
    cpu: cpu === undefined ? undefined : code.literal(cpu),
    memory: memory === undefined ? undefined : code.literal(memory),
    timeout: code.literal(spec.timeout),
    region: oneOrMore(region),
  }
}

/** `@app.cls(...)` and the like. */
export function decorator(name: string, parameters: Parameters): Expression {
  return code.call(name, [], parameters)
}

function volumesOf({ volumes }: ModalProgram): Expression {
  return code.map(
    Object.fromEntries(
      volumes.map(({ mount, name }) => [
        mount,
        code.call("modal.Volume.from_name", [code.literal(name)], {
          create_if_missing: code.literal(true),
        }),
      ]),
    ),
  )
}

function oneOrMore(values: readonly string[]): Expression | undefined {
  const [first, ...others] = values
  if (first === undefined) return undefined
  return others.length === 0 ? code.literal(first) : code.data(values)
}

import * as z from "zod"

/** Connections are lists in an envelope. */
export function nodes<Node>(node: z.ZodType<Node>) {
  return z
    .object({ edges: z.array(z.object({ node })) })
    .transform(({ edges }) => edges.map((edge) => edge.node))
}

export const named = z.object({ id: z.string(), name: z.string() })

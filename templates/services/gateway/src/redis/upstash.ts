import * as z from "zod/mini"
import { fetchText } from "../http/fetch-text.ts"
import type { Send } from "../http/send.ts"
import type { SendCommand } from "./redis.ts"

const reply = z.object({ result: z.optional(z.unknown()), error: z.optional(z.string()) })

/** Redis over HTTP, as Upstash has it: a command is a JSON list. Source: https://upstash.com/docs/redis/features/restapi (2026-11). */
export function upstashCommands(
  send: Send,
  address: { readonly url: string; readonly token: string | undefined; readonly timeoutMs: number },
): SendCommand {
  const { origin, pathname, password } = new URL(address.url)
  const token = address.token ?? decodeURIComponent(password)
  return async (args) => {
    const { text } = await fetchText(send, {
      url: `${origin}${pathname}`,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(args),
      timeoutMs: address.timeoutMs,
    })
    const { result, error } = z.parse(reply, JSON.parse(text))
    if (error !== undefined) throw new Error(error)
    return result
  }
}

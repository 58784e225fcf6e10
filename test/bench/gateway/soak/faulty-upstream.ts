import { setTimeout as pause } from "node:timers/promises"
import * as z from "zod"
import {
  type Exchange,
  type ScriptedUpstream,
  scriptedUpstream,
} from "../../../torture/gateway/support/scripted-upstream.ts"
import { beginEvents, json, refusal, write } from "../../../torture/gateway/support/scripts.ts"

/** Each question names itself in its prompt; the answer has the name in it, and so has each event of a stream. */
const question = z.looseObject({ prompt: z.string(), stream: z.boolean().optional() })

export const eventsOfAStream = 10

export interface FaultyUpstream {
  readonly server: ScriptedUpstream
  /** Questions whose answer was begun more than once. */
  readonly answeredTwice: () => number
  /** From now on it resets everything, or does no longer. */
  readonly setDown: (isDown: boolean) => void
}

/** An inference service on a bad day: it resets, refuses, stops in the middle and takes its time. */
export async function faultyUpstream(): Promise<FaultyUpstream> {
  const begun = new Map<string, number>()
  let down = false
  const server = await scriptedUpstream(async (exchange) => {
    const fault = down ? 0 : Math.random()
    if (fault < 0.01) return exchange.socket.resetAndDestroy()
    if (fault < 0.02) return refusal(503)(exchange)
    if (fault < 0.03) await pause(300)
    const { prompt, stream = false } = question.parse(JSON.parse(exchange.body))
    begun.set(prompt, (begun.get(prompt) ?? 0) + 1)
    const breaks = fault > 0.98
    await (stream ? answerEvents(exchange, prompt, breaks) : answerWhole(exchange, prompt, breaks))
    return undefined
  })
  return {
    server,
    answeredTwice: () => [...begun.values()].filter((times) => times > 1).length,
    setDown: (isDown) => {
      down = isDown
    },
  }
}

async function answerWhole(exchange: Exchange, prompt: string, breaks: boolean): Promise<void> {
  if (!breaks) return void json({ text: prompt })(exchange)
  const { response, socket } = exchange
  response.writeHead(200, { "content-type": "application/json", "content-length": "1000" })
  response.write('{"text":', () => socket.resetAndDestroy())
}

async function answerEvents(exchange: Exchange, prompt: string, breaks: boolean): Promise<void> {
  beginEvents(exchange)
  for (let index = 0; index < eventsOfAStream; index += 1) {
    if (breaks && index === eventsOfAStream / 2) return void exchange.socket.resetAndDestroy()
    if (!(await write(exchange, `data: {"text":"${prompt}","index":${index}}\n\n`))) return
    await pause(5)
  }
  exchange.response.end("data: [DONE]\n\n")
}

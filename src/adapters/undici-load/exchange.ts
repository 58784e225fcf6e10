import type { Dispatcher, Pool } from "undici"
import type { LoadPlan } from "../../ports/load.ts"
import type { ProbeOutcome, ProbeRequest } from "../../ports/prober.ts"
import {
  aborted,
  exchangeFailure,
  type Failure,
  timeOut,
  tooLarge,
} from "../undici-prober/failure.ts"
import { answerRecord } from "./answer-record.ts"
import { failureOfConnection } from "./pool.ts"

export interface LoadExchange {
  readonly request: ProbeRequest
  /** On the clock of `performance.now()`; all times count from then. */
  readonly dueMs: number
  readonly limits: Pick<LoadPlan, "timeoutMs" | "maxBodyBytes">
  /** What ends the requests that are on the way; one listener for thousands of them. */
  readonly interrupts: Set<() => void>
}

/** One request on whichever connection is free; it never fails to end. */
export async function exchangeOn(
  pool: Pool,
  { request, dueMs, limits, interrupts }: LoadExchange,
): Promise<ProbeOutcome> {
  const { timeoutMs, maxBodyBytes = 1024 * 1024 } = limits
  const url = new URL(request.url)
  const record = answerRecord(request.url, dueMs)
  return await new Promise((resolve) => {
    let abort: (() => void) | undefined
    let ended = false
    const end = (outcome: ProbeOutcome): void => {
      if (ended) return
      ended = true
      clearTimeout(timer)
      interrupts.delete(interrupt)
      resolve(outcome)
    }
    /** The first end counts; what undici says of the abort comes too late. */
    const giveUp = (failure: Failure): void => {
      const [phase, partial, timings] = [record.phase(), record.answer(), record.timings()]
      end({ status: "failed", ...failure, phase, partial, timings })
      abort?.()
    }
    const interrupt = (): void => giveUp(aborted)
    const expire = (): void => giveUp(timeOut(record.phase(), timeoutMs, url.host))
    const timer = setTimeout(expire, Math.max(0, timeoutMs - record.elapsedMs()))
    interrupts.add(interrupt)
    pool.dispatch(dispatchOptions(request, url), {
      onRequestStart: (controller) => {
        abort = () => controller.abort(new Error("given up"))
        if (ended) abort()
        else record.sent()
      },
      onResponseStart: (_controller, statusCode, received) => {
        // 1xx only announces the answer.
        if (statusCode >= 200) record.head(statusCode, received)
      },
      onResponseData: (_controller, part) => {
        if (record.bytes() + part.length > maxBodyBytes) giveUp(tooLarge(maxBodyBytes, url.host))
        else record.data(part)
      },
      onResponseEnd: () => {
        const [answer, timings] = [record.answer(), record.timings()]
        if (answer !== undefined) end({ status: "answered", answer, timings })
      },
      onResponseError: (_controller, error) =>
        giveUp(failureOfConnection(error) ?? exchangeFailure(error, record.phase(), url.host)),
    })
  })
}

/** Bodies are read as they come, so no compression is asked for. */
function dispatchOptions(request: ProbeRequest, url: URL): Dispatcher.DispatchOptions {
  const { method, headers, body = null } = request
  return {
    method,
    path: url.pathname + url.search,
    headers: {
      "user-agent": "aidep-probe",
      "accept-encoding": "identity",
      accept: "*/*",
      ...headers,
    },
    body,
  }
}

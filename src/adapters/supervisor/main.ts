import { text } from "node:stream/consumers"
import { parseOrder } from "./messages.ts"
import { giveAnswer } from "./program/give-answer.ts"
import { runSupervisor } from "./program/run-supervisor.ts"
import { stopRequest } from "./program/stop-request.ts"

/** The supervisor: reads its order from standard input, supervises, ends when the process is not to run any more. */
const stop = stopRequest()
const order = parseOrder(await text(process.stdin))
if (order !== undefined) await runSupervisor(order, { stop, answer: giveAnswer() })
// What left the process's group on purpose may still hold the log's pipes.
process.exit()

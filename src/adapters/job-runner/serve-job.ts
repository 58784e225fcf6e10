import { createServer } from "node:http"
import { answerRequest } from "./answer-request.ts"
import type { JobRunner } from "./job-runner.ts"

export interface JobServer {
  /** Takes no more requests, and ends once no run goes on. */
  readonly close: () => Promise<void>
}

/** Runs the job whenever somebody asks for it on a port of 127.0.0.1. */
export function serveJob(runner: JobRunner, port: number): JobServer {
  const server = createServer((request, response) => void answerRequest(runner, request, response))
  server.listen({ host: "127.0.0.1", port })
  return {
    close: async () => {
      server.close()
      await runner.ended()
      server.closeAllConnections()
    },
  }
}

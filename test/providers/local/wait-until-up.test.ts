import { expect, test } from "vitest"
import {
  type Readiness,
  waitUntilUp,
} from "../../../providers/local/remote/launch/wait-until-up.ts"
import type { ProbeOutcome } from "../../../src/ports/prober.ts"
import type { ProcessState } from "../../../src/ports/supervisor.ts"
import type { RemoteScope } from "../../../src/provider/remote.ts"

const running: ProcessState = {
  status: "running",
  pid: 7,
  supervisorPid: 6,
  startedAtMs: 0,
  restarts: 0,
  droppedLogBytes: 0,
}
const crashed: ProcessState = {
  status: "restarting",
  supervisorPid: 6,
  restarts: 0,
  lastExit: { kind: "code", code: 1 },
  nextTryAtMs: 250,
  droppedLogBytes: 0,
}
const refused = probeFailure("refused", undefined)
const healthy: Readiness = { type: "healthy", port: 8080, path: "/health" }

test("a healthy answer within the time is enough", async () => {
  const world = fakeWorld({ probes: [refused, refused, answered(503), answered(200)] })
  expect(await waitUntilUp(started(healthy), world.scope)).toEqual({
    status: "done",
    value: undefined,
  })
  expect(world.urls).toContain("http://127.0.0.1:8080/health")
})

test.each<[string, ProbeOutcome, string]>([
  ["nothing listens", refused, "nothing listened on port 8080 within 60 seconds"],
  ["it answers 401", answered(401), "/health answered with status 401"],
  [
    "it takes the connection and says nothing",
    probeFailure("timed-out", 3),
    "/health gave no answer",
  ],
])("a minute is waited while %s", async (_what, probe, text) => {
  const world = fakeWorld({ probes: [probe] })
  const outcome = await waitUntilUp(started(healthy), world.scope)
  expect(outcome).toMatchObject({
    status: "failed",
    problem: { message: expect.stringContaining(text) },
    log: ["last line"],
  })
  expect(world.nowMs()).toBeGreaterThanOrEqual(60_000)
})

test("without a health path, a connection is enough, whatever is spoken there", async () => {
  const world = fakeWorld({ probes: [refused, probeFailure("malformed", 3)] })
  const outcome = await waitUntilUp(started({ type: "listening", port: 8080 }), world.scope)
  expect(outcome.status).toBe("done")
})

test("what somebody else answers does not count once the own process has ended", async () => {
  const world = fakeWorld({ probes: [answered(200)], states: [crashed], free: false })
  expect(await waitUntilUp(started(healthy), world.scope)).toMatchObject({
    problem: { code: "local/port-busy" },
  })
})

test("how it crashed is waited for until the supervisor knows", async () => {
  const unknown: ProcessState = { ...crashed, lastExit: undefined }
  const world = fakeWorld({ probes: [answered(200)], states: [unknown, unknown, crashed] })
  expect(await waitUntilUp(started(healthy), world.scope)).toMatchObject({
    problem: { message: '"web" ended before it was up, with exit code 1.' },
  })
})

test("a process that was restarted while it started is not up", async () => {
  const world = fakeWorld({ probes: [answered(200)], states: [{ ...running, restarts: 1 }] })
  expect(await waitUntilUp(started(healthy), world.scope)).toMatchObject({
    problem: { code: "local/exited" },
  })
})

test("a worker is watched for a second", async () => {
  const steady = fakeWorld({})
  const worker: Readiness = { type: "running" }
  expect((await waitUntilUp(started(worker), steady.scope)).status).toBe("done")
  expect(steady.nowMs()).toBe(1000)
  const states = [running, running, crashed]
  const short = fakeWorld({ states })
  expect(await waitUntilUp(started(worker), short.scope)).toMatchObject({
    problem: { code: "local/exited" },
  })
})

function started(readiness: Readiness) {
  return { item: "web", run: "/project/run", readiness, startupMs: 60_000 }
}

interface World {
  /** What each look finds; the last one for good. */
  readonly probes?: readonly ProbeOutcome[]
  readonly states?: readonly ProcessState[]
  /** Whether anybody else listens on the port once the process is stopped. */
  readonly free?: boolean
}

/** A clock that moves only by waiting, and a process whose states are written down beforehand. */
function fakeWorld({ probes = [], states = [running], free = true }: World) {
  let now = 0
  let looks = 0
  const urls: string[] = []
  const scope: RemoteScope = {
    folder: "/project",
    project: "shop",
    environment: "production",
    options: undefined,
    nameOf: (part) => part,
    credential: () => undefined,
    known: new Map(),
    machine: { nodePath: "/node", staticServer: "/server", variables: {} },
    progress: () => {},
    signal: new AbortController().signal,
    ports: {
      files: {
        read: unused,
        inspect: unused,
        list: unused,
        realPath: unused,
        writeAll: unused,
        copyFolder: unused,
        append: unused,
        createExclusively: unused,
        digestFolder: unused,
        remove: unused,
      },
      http: { send: unused },
      processes: { run: unused, isRunning: () => false },
      network: { freePort: unused, isFree: async () => free },
      clock: {
        today: () => "2026-11-21",
        nowMs: () => now,
        sleep: async (durationMs) => {
          now += durationMs
        },
      },
      prober: {
        probe: async ({ url }) => {
          urls.push(url)
          return at(probes, urls.length - 1)
        },
      },
      supervisor: {
        start: unused,
        inspect: async () => at(states, looks++),
        stop: async () => ({ status: "stopped" }),
        tail: async () => ["last line"],
        follow: async function* () {},
      },
    },
  }
  return { scope, urls, nowMs: () => now }
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[Math.min(index, list.length - 1)]
  if (found === undefined) throw new Error("Nothing was written down for this look.")
  return found
}

async function unused(): Promise<never> {
  throw new Error("This is not asked.")
}

function answered(statusCode: number): ProbeOutcome {
  const url = "http://127.0.0.1:8080/health"
  return {
    status: "answered",
    answer: { url, statusCode, headers: {}, body: "", chunks: [] },
    timings: { connectMs: 1, firstByteMs: 2, totalMs: 3 },
  }
}

function probeFailure(kind: "refused" | "timed-out" | "malformed", connectMs: number | undefined) {
  return {
    status: "failed",
    kind,
    phase: connectMs === undefined ? "connect" : "first-byte",
    reason: "It failed.",
    partial: undefined,
    timings: { connectMs, firstByteMs: undefined, totalMs: 5 },
  } as const satisfies ProbeOutcome
}

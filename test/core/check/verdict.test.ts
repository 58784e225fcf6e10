import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Outcome } from "../../../src/core/check/answer.ts"
import {
  isProven,
  observationOf,
  type ProbeObservation,
  requiredProbes,
  type ServiceEvidence,
} from "../../../src/core/check/evidence.ts"
import { releaseVerdict, serviceVerdict } from "../../../src/core/check/verdict.ts"

const good = answer(200, "d-new")
const old = answer(200, "d-old")
const down = answer(503)
const refused = { type: "failed", reason: "Nothing listens." } as const
const late = { type: "timed-out" } as const

describe("a service whose answers tell their deployment", () => {
  test.each([
    ["the last three are good", [refused, down, old, good, good, good], "live", []],
    [
      "an old one still answers",
      [old, old, old],
      "not-live",
      [/still answers as deployment "d-old"/],
    ],
    ["it went back", [good, good, good, old, old, old], "not-live", [/"d-old"/]],
    ["it is not healthy", [down, down, answer(500, "d-new")], "not-live", [/answers 503 and 500/]],
    [
      "it stopped",
      [good, refused, refused, refused],
      "not-live",
      [/not reached any more: Nothing/],
    ],
    ["two answer side by side", [good, old, good], "unknown", [/"d-new", "d-old"/]],
    ["old and new share the end", [old, good, good], "unknown", [/side by side/]],
    [
      "it tells no id",
      [answer(200), answer(200), answer(200)],
      "unknown",
      [/carry no deployment id/],
    ],
    ["some tell an id", [good, answer(200), good], "unknown", [/one without an id/]],
    ["it is healthy at times", [good, down, good], "unknown", [/healthy in some answers only/]],
    ["it answers at times", [good, late, good], "unknown", [/answers some probes and not others/]],
    ["it became slow", [good, late, late, late], "unknown", [/answers some probes/]],
    [
      "it was never reached",
      [refused, late, refused],
      "unknown",
      [/never reached: Nothing listens/],
    ],
    ["every probe timed out", [late, late, late], "unknown", [/every probe timed out/]],
    ["it limits the probes", [good, answer(429), answer(429), answer(429)], "unknown", [/limits/]],
    ["there were too few probes", [good, good], "unknown", [/probed 2 of the 3 times/]],
    ["there were no probes", [], "unknown", [/was not probed/]],
  ])("%s", (_title, probes, status, reasons) => {
    const verdict = serviceVerdict(evidence({ probes }))
    expect(verdict.status).toBe(status)
    expect(verdict.reasons).toEqual(reasons.map((reason) => expect.stringMatching(reason)))
  })

  test("a strange id is shown bounded and without control characters", () => {
    const id = `\u001B[2J${"x".repeat(10_000)}`
    const [reason = ""] = serviceVerdict(
      evidence({ probes: [answer(200, id), answer(200, id), answer(200, id)] }),
    ).reasons
    expect(reason.length).toBeLessThan(500)
    expect(reason).not.toContain("\u001B")
  })
})

describe("a service whose answers do not tell", () => {
  const healthy = [answer(200), answer(200), answer(204)]

  test.each([
    ["the platform says it is ours", healthy, "d-new", "live (platform evidence)"],
    ["the platform says it is another", healthy, "d-old", "not-live"],
    ["the platform does not say", healthy, undefined, "unknown"],
    ["it is not healthy", [down, down, down], "d-new", "not-live"],
    ["it was never reached", [late, late, late], "d-new", "unknown"],
  ])("%s", (_title, probes, activeId, status) => {
    expect(serviceVerdict(evidence({ tells: "platform", probes, activeId })).status).toBe(status)
  })
})

test.each([
  ["d-new", "live (platform evidence)"],
  ["d-old", "not-live"],
  [undefined, "unknown"],
])("a worker that runs as %s", (activeId, status) => {
  expect(serviceVerdict(evidence({ tells: "unreachable", activeId })).status).toBe(status)
})

describe("a stranger's request", () => {
  test.each([
    ["is refused", answer(401), "live", []],
    ["is answered", answer(200), "not-live", [/answers "GET \/v1\/models" without a key with 200/]],
    ["meets something else", answer(404), "unknown", [/with 404, where 401 was expected/]],
    ["brings no answer", late, "unknown", [/could not be seen/]],
  ])("%s", (_title, observation, status, reasons) => {
    const strangers = [{ request: "GET /v1/models", observation }]
    const verdict = serviceVerdict(evidence({ probes: [good, good, good], strangers }))
    expect(verdict.status).toBe(status)
    expect(verdict.reasons).toEqual(reasons.map((reason) => expect.stringMatching(reason)))
  })
})

describe("a release", () => {
  const live = evidence({ probes: [good, good, good] })
  const worker = evidence({ service: "worker", tells: "unreachable", activeId: "d-new" })
  const unseen = evidence({ service: "unseen", probes: [late, late, late] })
  const stale = evidence({ service: "stale", probes: [old, old, old] })

  test.each([
    ["of proven services", [live, live], "live", 0],
    ["with a worker", [live, worker], "live (platform evidence)", 0],
    ["with an unseen service", [live, worker, unseen], "unknown", 1],
    ["with a stale service", [live, unseen, stale], "not-live", 2],
    ["of nothing", [], "unknown", 1],
  ])("%s", (_title, services, status, reasons) => {
    const verdict = releaseVerdict(services)
    expect(verdict.status).toBe(status)
    expect(verdict.reasons).toHaveLength(reasons)
  })
})

describe("whatever was seen", () => {
  const observation: fc.Arbitrary<ProbeObservation> = fc.oneof(
    fc.record({
      type: fc.constant("answer" as const),
      statusCode: fc.constantFrom(200, 204, 302, 401, 404, 429, 500, 503),
      deploymentId: fc.constantFrom("d-new", "d-old", undefined),
    }),
    fc.constant(late),
    fc.constant(refused),
  )
  const anything: fc.Arbitrary<ServiceEvidence> = fc.record({
    service: fc.constantFrom("api", "worker"),
    expectedId: fc.constant("d-new"),
    tells: fc.constantFrom("answers", "platform", "unreachable"),
    // The good end is made likely, or hardly any service would ever be live.
    probes: fc
      .tuple(fc.array(observation, { maxLength: 8 }), fc.constantFrom([], [good, good, good]))
      .map(([some, end]) => [...some, ...end]),
    strangers: fc.array(fc.record({ request: fc.constant("GET /"), observation }), {
      maxLength: 2,
    }),
    activeId: fc.constantFrom("d-new", "d-old", undefined),
  })

  test("live means that the last probes all saw the expected deployment, healthy", () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 4 }), (services) => {
        const live = releaseVerdict(services).status === "live"
        expect(live && !services.every(isSeenLive)).toBe(false)
      }),
    )
  })

  test("live of any kind never goes against what the platform says of a service that does not tell", () => {
    fc.assert(
      fc.property(anything, (service) => {
        const asked = service.tells !== "answers"
        const live = serviceVerdict(service).status.startsWith("live")
        expect(asked && live && service.activeId !== "d-new").toBe(false)
      }),
    )
  })

  test("a verdict that is not live has a reason", () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 4 }), (services) => {
        const { status, reasons } = releaseVerdict(services)
        expect(reasons.length > 0).toBe(!status.startsWith("live"))
      }),
    )
  })

  test("more good probes prove what was not proven", () => {
    fc.assert(
      fc.property(anything, (service) => {
        const more = { ...service, probes: [...service.probes, good, good, good] }
        expect(isProven(more)).toBe(true)
      }),
    )
  })
})

test.each<[Outcome, string, ProbeObservation]>([
  [answeredWith({ "x-aidep-deployment": "d-1" }, ""), "header", answer(200, "d-1")],
  [answeredWith({}, ""), "header", answer(200)],
  [answeredWith({}, '{"build":{"id":"d-1"}}'), "json:$.build.id", answer(200, "d-1")],
  [answeredWith({}, '{"build":{"id":7}}'), "json:$.build.id", answer(200)],
  [answeredWith({}, "<html>"), "json:$.build.id", answer(200)],
  [answeredWith({ "x-aidep-deployment": "d-1" }, ""), "none", answer(200)],
  [failedWith("timed-out"), "header", late],
  [failedWith("refused"), "header", refused],
])("what a probe tells: %j read by %s", (outcome, release, observation) => {
  expect(observationOf(outcome, release)).toEqual(observation)
})

/** Said once more, without the code under test. */
function isSeenLive({ probes, strangers }: ServiceEvidence): boolean {
  const last = probes.slice(-requiredProbes)
  return (
    last.length === requiredProbes &&
    last.every((probe) => probe.type === "answer" && probe.deploymentId === "d-new") &&
    last.every((probe) => probe.type === "answer" && [200, 204].includes(probe.statusCode)) &&
    strangers.every(({ observation: { type, ...seen } }) => type === "answer" && isRefusal(seen))
  )
}

function isRefusal(seen: object): boolean {
  return "statusCode" in seen && seen.statusCode === 401
}

function answer(statusCode: number, deploymentId?: string): ProbeObservation {
  return { type: "answer", statusCode, deploymentId }
}

function answeredWith(headers: Readonly<Record<string, string>>, body: string): Outcome {
  const whole = { statusCode: 200, headers, body, chunks: [] }
  return { status: "answered", answer: whole, timings: { totalMs: 1 } }
}

function failedWith(kind: "timed-out" | "refused"): Outcome {
  return { status: "failed", kind, reason: "Nothing listens.", timings: { totalMs: 1 } }
}

function evidence(changes: Partial<ServiceEvidence>): ServiceEvidence {
  return {
    service: "api",
    expectedId: "d-new",
    tells: "answers",
    probes: [],
    strangers: [],
    activeId: undefined,
    ...changes,
  }
}

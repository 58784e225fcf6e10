import { describe, expect, test } from "vitest"
import { diagnoseService } from "../../../src/core/diagnosis/diagnose.ts"
import type { Sample, ServiceEvidence } from "../../../src/core/diagnosis/evidence.ts"
import { parseMetrics } from "../../../src/core/diagnosis/metrics-text.ts"
import { parsedText } from "../../support/parse-text.ts"
import { projectOf } from "../../support/resolve-text.ts"
import { testPlatform } from "../../support/test-platform.ts"

const manifest = `version: 1
name: shop
services:
  model:
    kind: inference
    source: ./model
    targets: [acme]
    gpu: [T4]
    scale: { min: 0, max: 3, concurrency: 8 }
    health: { path: /health }
    model: { engine: hf, id: acme/small, quantization: none }
  gateway:
    kind: web
    source: ./gateway
    targets: [acme]
    health: { path: /health }
    env: { MODEL_URL: "\${services.model.url}", RATE_LIMIT: 60/60s }
`
const platforms = [testPlatform("acme")]

const sample = (changes: Partial<Sample> = {}): Sample => ({
  request: "GET /health",
  statusCode: 200,
  failure: undefined,
  firstByteMs: 5,
  totalMs: 10,
  body: "ok",
  ...changes,
})

const warm = [10, 11, 12, 13].map((totalMs) => sample({ totalMs }))

function symptoms(changes: Partial<ServiceEvidence>, name = "model", text = manifest) {
  const project = projectOf(text, { platforms })
  const service = project.services.find((one) => one.name === name)!
  const evidence: ServiceEvidence = {
    service,
    project,
    parsed: parsedText(text),
    standing: { platform: "Acme", state: "running", about: "It runs.", deploymentId: "d-1" },
    release: { id: "r-1", verdict: "live", deployments: { [name]: "d-1" } },
    log: [],
    logProblem: undefined,
    metrics: [],
    probes: warm,
    answers: [],
    ...changes,
  }
  return diagnoseService(evidence)
}
const ids = (...args: Parameters<typeof symptoms>) => symptoms(...args).map(({ id }) => id)
const advice = (...args: Parameters<typeof symptoms>) =>
  symptoms(...args).flatMap(({ changes }) =>
    changes.map(({ place, text }) => `${place?.line} ${text}`),
  )

test("nothing is wrong with a service that answers", () => {
  expect(symptoms({})).toEqual([])
})

describe("memory that does not suffice", () => {
  test.each([
    "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.",
    "RuntimeError: CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling cublasCreate(handle)",
    "ValueError: No available memory for the cache blocks. Try increasing gpu_memory_utilization.",
    "ValueError: The model's max seq len (32768) is larger than the maximum number of tokens that can be stored in KV cache (9216).",
  ])("of a GPU: %s", (line) => {
    expect(ids({ log: ["starting", line] })).toEqual(["out-of-memory"])
    expect(advice({ log: [line] })).toEqual([
      '11 Load the model in a quarter of the memory: "quantization: 4-bit".',
      '9 Let fewer requests run at a time: "concurrency: 4".',
      "8 Ask for a GPU with more memory than T4.",
    ])
  })

  test.each([
    "MemoryError",
    "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
    "Out of memory: Killed process 17 (python)",
  ])("of the machine: %s", (line) => {
    expect(advice({ log: [line] }, "gateway")).toEqual([
      '12 Give it more: "size: { memory: 1024MiB }".',
    ])
  })

  test("of a GPU, as counted by a service that went on", () => {
    const [memory] = symptoms({ metrics: parseMetrics("inference_out_of_memory_total 2.0\n") })
    expect(memory?.sightings[0]?.text).toBe("The GPU's memory was full 2 times.")
    expect(ids({ metrics: parseMetrics("inference_out_of_memory_total 0.0\n") })).toEqual([])
  })

  test("told by the platform alone", () => {
    const standing = {
      platform: "Acme",
      state: "failed" as const,
      about: "It ended by signal SIGKILL.",
      deploymentId: "d-1",
    }
    expect(ids({ standing })).toEqual(["failed-deployment", "out-of-memory"])
  })

  test("a log that speaks of memory is no symptom", () => {
    expect(ids({ log: ["using 2 GiB of memory", "memory: 512MiB"] })).toEqual([])
  })
})

describe("a slow start", () => {
  test("is a first answer that takes far longer than the others", () => {
    expect(ids({ probes: [sample({ totalMs: 3000 }), ...warm] })).toEqual(["slow-cold-start"])
    expect(ids({ probes: [sample({ totalMs: 900 }), ...warm] })).toEqual([])
  })

  test("is told by logs and metrics", () => {
    expect(ids({ log: ["Model loaded in 95.2 s"] })).toEqual(["slow-cold-start"])
    expect(ids({ log: ["startup took 2 minutes"] })).toEqual(["slow-cold-start"])
    expect(ids({ log: ["Model loaded in 850 ms", "ready in 2s"] })).toEqual([])
    expect(ids({ metrics: parseMetrics("inference_model_load_seconds 61.5\n") })).toEqual([
      "slow-cold-start",
    ])
    const cold = 'gateway_upstream_attempts_total{upstream="model",outcome="cold"} 4\n'
    expect(ids({ metrics: parseMetrics(cold) })).toEqual(["slow-cold-start"])
  })

  test("is the sum of its phases, and may keep a caller from an answer", () => {
    const phases =
      'inference_start_phase_seconds{phase="import"} 6\ninference_start_phase_seconds{phase="load"} 7\n'
    expect(ids({ metrics: parseMetrics(phases) })).toEqual(["slow-cold-start"])
    const refused = sample({ statusCode: 503, body: '{"error":{"code":"upstream_cold"}}' })
    expect(ids({ answers: [refused] }, "gateway")).toEqual(["slow-cold-start"])
  })

  test("says what would keep it warm", () => {
    expect(advice({ log: ["loaded in 95 s"] })).toEqual([
      '9 Keep one instance running, which is paid for: "min: 1".',
      '9 Keep an instance longer after its last request: "idle: 300s".',
      '4 Keep downloaded weights: "volumes: { models: { mount: /models } }".',
      '10 Say how long a start may take: "startup: 300s".',
    ])
  })
})

describe("limits", () => {
  test("of the service itself", () => {
    expect(ids({ answers: [sample({ statusCode: 429 })] }, "gateway")).toEqual(["rate-limited"])
    const counted =
      'gateway_requests_total{status="200"} 80\ngateway_requests_total{status="429"} 20\n'
    expect(advice({ metrics: parseMetrics(counted) }, "gateway")).toEqual([
      '17 Raise "RATE_LIMIT", or give callers keys of their own.',
    ])
  })

  test("that refuse one in a hundred are what limits are for", () => {
    const counted =
      'gateway_requests_total{status="200"} 990\ngateway_requests_total{status="429"} 10\n'
    expect(ids({ metrics: parseMetrics(counted) }, "gateway")).toEqual([])
  })

  test("of what it asks", () => {
    const throttled = 'gateway_upstream_attempts_total{outcome="throttled"} 5\n'
    expect(ids({ metrics: parseMetrics(throttled) }, "gateway")).toEqual(["rate-limited"])
  })
})

describe("an open circuit", () => {
  test("is told by its state, or by a refusal that names it", () => {
    const open = parseMetrics('gateway_breaker_state{upstream="model"} 2\n')
    expect(ids({ metrics: open }, "gateway")).toEqual(["circuit-open"])
    const refused = sample({ statusCode: 503, body: '{"error":{"code":"upstream_unavailable"}}' })
    expect(ids({ answers: [refused] }, "gateway")).toEqual(["circuit-open"])
  })

  test("leads to what does not answer", () => {
    const metrics = parseMetrics('gateway_breaker_state{upstream="model"} 2\n')
    expect(advice({ metrics }, "gateway")).toEqual([
      '17 See why "model" fails: aidep diagnose model.',
    ])
  })

  test("that was closed again is none", () => {
    const metrics = parseMetrics('gateway_breaker_state{upstream="model"} 0\n')
    expect(ids({ metrics, log: ["circuit opened", "circuit closed"] }, "gateway")).toEqual([])
  })
})

const buckets = (slow: number) =>
  parseMetrics(
    `gateway_request_duration_seconds_bucket{le="0.5"} ${100 - slow}\ngateway_request_duration_seconds_bucket{le="2.5"} 100\ngateway_request_duration_seconds_bucket{le="+Inf"} 100\n`,
  )

describe("high latency", () => {
  const slowProbes = [400, 410, 420, 430].map((totalMs) => sample({ totalMs }))

  test("is measured against the goal of the manifest", () => {
    expect(ids({ probes: slowProbes })).toEqual([])
    expect(ids({ probes: slowProbes }, "model", `${manifest}slo: { p99: 100ms }\n`)).toEqual([
      "high-latency",
    ])
  })

  test("is read from a histogram, never better than it was", () => {
    expect(ids({ metrics: buckets(1) })).toEqual([])
    const [slow] = symptoms({ metrics: buckets(2) })
    expect(slow?.sightings[0]?.text).toBe(
      "99 % of requests take up to 2.5 s (gateway_request_duration_seconds).",
    )
  })
})

describe("a failed deployment", () => {
  const failed = {
    standing: {
      platform: "Acme",
      state: "failed" as const,
      about: "It crashed.",
      deploymentId: "d-1",
    },
  }

  test.each([
    [
      "ModuleNotFoundError: No module named 'fastapi'",
      '6 Add "fastapi" to the dependencies of the source folder.',
    ],
    [
      "KeyError: 'API_KEYS'",
      '4 Give it "API_KEYS": under "secrets" where it is one, else under "env".',
    ],
    [
      "Error: DATABASE_URL is not set",
      '4 Give it "DATABASE_URL": under "secrets" where it is one, else under "env".',
    ],
    [
      "Error: listen EADDRINUSE: address already in use :::8000",
      "4 Listen on the port in PORT, once.",
    ],
    ["sh: 1: uvicorn: command not found", "4 Name a program that the image or the machine has."],
    [
      '  File "main.py", line 3\nSyntaxError: invalid syntax',
      '6 Correct the code, or the version of its language under "runtime".',
    ],
  ])("%s", (line, change) => {
    const log = ["starting", ...line.split("\n")]
    expect(ids({ ...failed, log, probes: [] })).toEqual(["failed-deployment"])
    expect(advice({ ...failed, log, probes: [] })).toEqual([change])
  })

  test("without a clue leads to the log", () => {
    expect(advice({ ...failed, probes: [] })).toEqual([
      "4 Read its log (aidep logs model), and see whether this starts it.",
    ])
  })

  test("is also one that is not the newest release, or that nobody can reach", () => {
    const release = { id: "r-2", verdict: "live", deployments: { model: "d-2" } }
    expect(ids({ release })).toEqual(["failed-deployment"])
    const silent = sample({ statusCode: undefined, failure: "The connection was refused." })
    expect(ids({ probes: [silent] })).toEqual(["failed-deployment"])
    expect(advice({ probes: [sample({ statusCode: 404 })] })).toEqual([
      "10 Name the path that answers 200 when it can take requests.",
    ])
  })
})

test("lines that are no metrics are passed over", () => {
  const text = '# HELP a b\n\na 1\nb{x="1\\"2",y="z"} 2.5 1700000000\nc nope\n<html>\nd +Inf\n'
  expect(parseMetrics(text)).toEqual([
    { name: "a", labels: {}, value: 1 },
    { name: "b", labels: { x: '1"2', y: "z" }, value: 2.5 },
    { name: "d", labels: {}, value: Number.POSITIVE_INFINITY },
  ])
})

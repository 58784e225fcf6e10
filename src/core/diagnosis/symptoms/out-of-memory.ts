import {
  type Change,
  changeAt,
  linesWith,
  type ServiceEvidence,
  type Sighting,
  type Symptom,
} from "../evidence.ts"
import { sumOf } from "../metrics-text.ts"

/** What PyTorch, cuBLAS and vLLM write when a GPU's memory does not suffice. */
const onGpu =
  /CUDA out of memory|OutOfMemoryError|CUBLAS_STATUS_ALLOC_FAILED|No available memory for the cache blocks|maximum number of tokens that can be stored in KV cache|HIP out of memory/

/** What kernels and runtimes write when a machine's memory does not suffice. */
const onHost =
  /OOMKilled|Out of memory: Killed process|\bMemoryError\b|JavaScript heap out of memory|std::bad_alloc|Cannot allocate memory|ENOMEM/

export function outOfMemory(evidence: ServiceEvidence): Symptom | undefined {
  const gpu = [...counted(evidence), ...linesWith(evidence, onGpu)]
  const host = linesWith(evidence, onHost)
  const { standing } = evidence
  const killed =
    standing?.state === "failed" && /SIGKILL|exit code 137/.test(standing.about)
      ? [{ source: "platform" as const, text: standing.about }]
      : []
  if (gpu.length > 0)
    return {
      id: "out-of-memory",
      title: "The GPU's memory does not suffice.",
      sightings: [...gpu, ...killed],
      changes: gpuChanges(evidence),
    }
  if (host.length + killed.length === 0) return undefined
  return {
    id: "out-of-memory",
    title: "The memory does not suffice.",
    sightings: [...host, ...killed],
    changes: [
      changeAt(
        evidence,
        ["size", "memory"],
        `Give it more: "size: { memory: ${doubled(evidence)} }".`,
      ),
    ],
  }
}

/** Services that go on after it count how often it happened. */
function counted({ metrics }: ServiceEvidence): readonly Sighting[] {
  const times = sumOf(metrics, ({ name }) => name.endsWith("_out_of_memory_total"))
  return times === 0
    ? []
    : [
        {
          source: "metrics",
          text: `The GPU's memory was full ${times === 1 ? "once" : `${times} times`}.`,
        },
      ]
}

function gpuChanges(evidence: ServiceEvidence): readonly Change[] {
  const { model, gpus, scale } = evidence.service
  return [
    ...(model?.quantization === "none"
      ? [
          changeAt(
            evidence,
            ["model", "quantization"],
            'Load the model in a quarter of the memory: "quantization: 4-bit".',
          ),
        ]
      : []),
    ...(scale.concurrency === undefined || scale.concurrency > 1
      ? [
          changeAt(
            evidence,
            ["scale", "concurrency"],
            `Let fewer requests run at a time: "concurrency: ${Math.max(1, Math.floor((scale.concurrency ?? 8) / 2))}".`,
          ),
        ]
      : []),
    changeAt(
      evidence,
      ["gpu"],
      gpus.length === 0
        ? 'Ask for a GPU with enough memory, such as "gpu: [L4]".'
        : `Ask for a GPU with more memory than ${gpus.map(({ type }) => type).join(" or ")}.`,
    ),
  ]
}

function doubled({ service }: ServiceEvidence): string {
  return `${(service.memoryMiB ?? 512) * 2}MiB`
}

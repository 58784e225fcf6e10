/** What Spaces and jobs of a flavour run on. https://huggingface.co/docs/hub/spaces-gpus, read 2026-08-22. */
export const spaces = [
  { id: "spaces.cpu-basic", gpu: undefined, gpus: 0, cpu: 2, memoryGiB: 16 },
  { id: "spaces.cpu-upgrade", gpu: undefined, gpus: 0, cpu: 8, memoryGiB: 32 },
  { id: "spaces.t4-small", gpu: "T4", gpus: 1, cpu: 4, memoryGiB: 15 },
  { id: "spaces.t4-medium", gpu: "T4", gpus: 1, cpu: 8, memoryGiB: 30 },
  { id: "spaces.l4x1", gpu: "L4", gpus: 1, cpu: 8, memoryGiB: 30 },
  { id: "spaces.l4x4", gpu: "L4", gpus: 4, cpu: 48, memoryGiB: 186 },
  { id: "spaces.l40sx1", gpu: "L40S", gpus: 1, cpu: 8, memoryGiB: 62 },
  { id: "spaces.l40sx4", gpu: "L40S", gpus: 4, cpu: 48, memoryGiB: 382 },
  { id: "spaces.a10g-small", gpu: "A10G", gpus: 1, cpu: 4, memoryGiB: 15 },
  { id: "spaces.a10g-large", gpu: "A10G", gpus: 1, cpu: 12, memoryGiB: 46 },
  { id: "spaces.a10g-largex2", gpu: "A10G", gpus: 2, cpu: 24, memoryGiB: 92 },
  { id: "spaces.a10g-largex4", gpu: "A10G", gpus: 4, cpu: 48, memoryGiB: 184 },
  { id: "spaces.a100-large", gpu: "A100-80GB", gpus: 1, cpu: 12, memoryGiB: 142 },
  { id: "spaces.a100x4", gpu: "A100-80GB", gpus: 4, cpu: 48, memoryGiB: 568 },
  { id: "spaces.a100x8", gpu: "A100-80GB", gpus: 8, cpu: 96, memoryGiB: 1136 },
] as const

export const jobs = [
  { id: "jobs.t4-small", gpu: "T4", gpus: 1, cpu: 4, memoryGiB: 15 },
  { id: "jobs.l4x1", gpu: "L4", gpus: 1, cpu: 8, memoryGiB: 30 },
  { id: "jobs.a10g-small", gpu: "A10G", gpus: 1, cpu: 4, memoryGiB: 15 },
  { id: "jobs.l40sx1", gpu: "L40S", gpus: 1, cpu: 8, memoryGiB: 62 },
  { id: "jobs.a100-large", gpu: "A100-80GB", gpus: 1, cpu: 12, memoryGiB: 142 },
  { id: "jobs.h200", gpu: "H200", gpus: 1, cpu: 23, memoryGiB: 256 },
  { id: "jobs.rtx-pro-6000", gpu: "RTX-PRO-6000", gpus: 1, cpu: 23, memoryGiB: 256 },
] as const

/** The vendor's page gives CPUs and memory of CPU endpoints only; those of GPU endpoints are of the cloud's machine. */
export const endpoints = [
  { id: "endpoints.aws.intel-spr.x1", gpu: undefined, cpu: 1, memoryGiB: 2 },
  { id: "endpoints.aws.intel-spr.x2", gpu: undefined, cpu: 2, memoryGiB: 4 },
  { id: "endpoints.aws.intel-spr.x4", gpu: undefined, cpu: 4, memoryGiB: 8 },
  { id: "endpoints.aws.nvidia-t4.x1", gpu: "T4", cpu: 3, memoryGiB: 14 },
  { id: "endpoints.aws.nvidia-l4.x1", gpu: "L4", cpu: 7, memoryGiB: 30 },
  { id: "endpoints.aws.nvidia-a10g.x1", gpu: "A10G", cpu: 6, memoryGiB: 30 },
  { id: "endpoints.aws.nvidia-l40s.x1", gpu: "L40S", cpu: 7, memoryGiB: 60 },
  { id: "endpoints.aws.nvidia-a100.x1", gpu: "A100-80GB", cpu: 11, memoryGiB: 145 },
  { id: "endpoints.aws.nvidia-h200.x1", gpu: "H200", cpu: 23, memoryGiB: 256 },
  { id: "endpoints.gcp.nvidia-t4.x1", gpu: "T4", cpu: 3, memoryGiB: 14 },
  { id: "endpoints.gcp.nvidia-l4.x1", gpu: "L4", cpu: 7, memoryGiB: 30 },
  { id: "endpoints.gcp.nvidia-a100.x1", gpu: "A100-80GB", cpu: 11, memoryGiB: 145 },
  { id: "endpoints.gcp.nvidia-h100.x1", gpu: "H100", cpu: 23, memoryGiB: 230 },
] as const

/** GPUs, CPUs and GB of memory of instance types. https://aws.amazon.com/ec2/instance-types/, read 2026-07-20. */
export interface InstanceType {
  readonly name: string
  readonly gpu?: string
  readonly gpus?: number
  readonly cpu: number
  readonly memoryGiB: number
}

const g4dnXlarge = { name: "g4dn.xlarge", gpu: "T4", gpus: 1, cpu: 4, memoryGiB: 16 } as const
const g5Xlarge = { name: "g5.xlarge", gpu: "A10G", gpus: 1, cpu: 4, memoryGiB: 16 } as const
const g52xlarge = { name: "g5.2xlarge", gpu: "A10G", gpus: 1, cpu: 8, memoryGiB: 32 } as const
const g512xlarge = { name: "g5.12xlarge", gpu: "A10G", gpus: 4, cpu: 48, memoryGiB: 192 } as const
const g6Xlarge = { name: "g6.xlarge", gpu: "L4", gpus: 1, cpu: 4, memoryGiB: 16 } as const
const g62xlarge = { name: "g6.2xlarge", gpu: "L4", gpus: 1, cpu: 8, memoryGiB: 32 } as const
const g612xlarge = { name: "g6.12xlarge", gpu: "L4", gpus: 4, cpu: 48, memoryGiB: 192 } as const
const g6e2xlarge = { name: "g6e.2xlarge", gpu: "L40S", gpus: 1, cpu: 8, memoryGiB: 64 } as const

export const ec2Instances = [
  { name: "t3.small", cpu: 2, memoryGiB: 2 },
  { name: "t3.medium", cpu: 2, memoryGiB: 4 },
  { name: "t3.large", cpu: 2, memoryGiB: 8 },
  { name: "t3.xlarge", cpu: 4, memoryGiB: 16 },
  g4dnXlarge,
  { name: "g4dn.2xlarge", gpu: "T4", gpus: 1, cpu: 8, memoryGiB: 32 },
  g5Xlarge,
  g52xlarge,
  { name: "g5.4xlarge", gpu: "A10G", gpus: 1, cpu: 16, memoryGiB: 64 },
  g512xlarge,
  g6Xlarge,
  g62xlarge,
  g612xlarge,
  { name: "g6e.xlarge", gpu: "L40S", gpus: 1, cpu: 4, memoryGiB: 32 },
  g6e2xlarge,
  { name: "g7e.2xlarge", gpu: "RTX-PRO-6000", gpus: 1, cpu: 8, memoryGiB: 64 },
  { name: "p4d.24xlarge", gpu: "A100-40GB", gpus: 8, cpu: 96, memoryGiB: 1152 },
  { name: "p5.4xlarge", gpu: "H100", gpus: 1, cpu: 16, memoryGiB: 256 },
  { name: "p5.48xlarge", gpu: "H100", gpus: 8, cpu: 192, memoryGiB: 2048 },
  { name: "p5en.48xlarge", gpu: "H200", gpus: 8, cpu: 192, memoryGiB: 2048 },
  { name: "p6-b200.48xlarge", gpu: "B200", gpus: 8, cpu: 192, memoryGiB: 2048 },
] as const satisfies readonly InstanceType[]

export const sagemakerInstances = [
  g4dnXlarge,
  g5Xlarge,
  g52xlarge,
  g512xlarge,
  g6Xlarge,
  g62xlarge,
  { name: "g6.4xlarge", gpu: "L4", gpus: 1, cpu: 16, memoryGiB: 64 },
  g612xlarge,
  g6e2xlarge,
  { name: "g6e.12xlarge", gpu: "L40S", gpus: 4, cpu: 48, memoryGiB: 384 },
] as const satisfies readonly InstanceType[]

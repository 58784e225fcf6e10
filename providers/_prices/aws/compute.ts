import { type CostLine, type ItemUsage, timesUsd } from "aidep/provider"
import { billedHours, metered } from "../_shared/metering.ts"
import { ec2Instances, sagemakerInstances } from "./instances.ts"
import { priceOf, spotDiscount } from "./prices.ts"

const fargateOffers = ["fargate", "fargate-arm", "fargate-spot", "fargate.job"]
const includedDiskGB = 20

export function isFargate({ offer }: ItemUsage): boolean {
  return fargateOffers.includes(offer)
}

export function isInstance({ offer }: ItemUsage): boolean {
  return offer.startsWith("ec2.") || offer.startsWith("eks.")
}

/** EC2, EKS nodes and SageMaker instances by the hour, with their disks. */
export function instanceLines(item: ItemUsage): readonly CostLine[] {
  const ec2 = ec2Instances.find(({ name }) =>
    ["ec2", "eks"].some((at) => `${at}.${name}` === item.offer),
  )
  const hosted = sagemakerInstances.find(({ name }) => `sagemaker.${name}` === item.offer)
  if (hosted !== undefined) {
    const price = priceOf(`sagemaker.ml.${hosted.name}`)
    return metered([item], billedHours, { meter: price.name, price })
  }
  if (ec2 === undefined) return []
  const price = priceOf(`ec2.${ec2.name}`)
  return [
    ...metered([item], billedHours, { meter: price.name, price }),
    ...metered([item], ({ storageGiB }) => storageGiB, {
      meter: "EBS gp3",
      price: priceOf("ebs.gp3"),
    }),
  ]
}

/** Processor, memory and disk of tasks by the second. https://aws.amazon.com/fargate/pricing/, read 2026-10-09. */
export function fargateLines(item: ItemUsage): readonly CostLine[] {
  if (!isFargate(item)) return []
  const arm = item.offer === "fargate-arm"
  const lines = [
    ...metered([item], ({ seconds, size }) => seconds.billed * size.cpu, {
      meter: "Fargate processor",
      price: priceOf(arm ? "fargate.arm.vcpu" : "fargate.x86.vcpu"),
    }),
    ...metered([item], ({ seconds, size }) => seconds.billed * size.memoryGiB, {
      meter: "Fargate memory",
      price: priceOf(arm ? "fargate.arm.gb" : "fargate.x86.gb"),
    }),
  ]
  return [
    ...(item.offer === "fargate-spot" ? lines.map(asSpot) : lines),
    ...metered([item], diskSeconds, { meter: "Fargate disk", price: priceOf("fargate.ephemeral") }),
  ]
}

/** Every task has 20 GB; what it has more is billed while it runs. */
function diskSeconds({ storageGiB, peakInstances, seconds }: ItemUsage): number {
  const tasks = Math.max(1, peakInstances)
  return Math.max(0, storageGiB - includedDiskGB * tasks) * (seconds.billed / tasks)
}

/** From the whole discount to none. */
function asSpot(line: CostLine): CostLine {
  const least = 1 - spotDiscount
  return {
    ...line,
    unitPrice: { low: timesUsd(line.unitPrice, least).low, high: line.unitPrice.high },
    amount: { low: timesUsd(line.amount, least).low, high: line.amount.high },
    note: "Spot takes at most 70 % off.",
  }
}

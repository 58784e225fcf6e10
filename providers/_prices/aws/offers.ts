import type { ItemKind, Offer } from "aidep/provider"
import { fixed, perRun } from "../_shared/sizes.ts"
import { ec2Instances, type InstanceType, sagemakerInstances } from "./instances.ts"

const always = { type: "always" } as const
/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html, read 2026-10-09. */
const task = { cpu: { min: 0.25, max: 16 }, memoryGiB: { min: 0.5, max: 120 } } as const
const function_ = { cpu: { min: 0, max: 6 }, memoryGiB: { min: 0.125, max: 10 } } as const
const services: readonly ItemKind[] = ["web", "worker", "inference"]

export const awsOffers: readonly Offer[] = [
  { id: "fargate", title: "Fargate", serves: services, ...task, scaling: always },
  { id: "fargate-arm", title: "Fargate on ARM", serves: services, ...task, scaling: always },
  {
    id: "fargate-spot",
    title: "Fargate Spot",
    serves: services,
    ...task,
    scaling: always,
    interruptible: true,
    terms: "Tasks end with two minutes of warning. At most 70 % off; the discount is not promised.",
  },
  {
    id: "fargate.job",
    title: "Fargate task on a schedule",
    serves: ["job"],
    ...task,
    // At least a minute; after that by the second.
    scaling: perRun(0, 30),
  },
  {
    id: "lambda",
    title: "Lambda",
    serves: ["web", "job"],
    ...function_,
    maxStorageGiB: 0,
    scaling: perRun(0.001),
    terms: "Waiting for an answer from elsewhere is billed. A call ends after 15 minutes.",
  },
  {
    id: "lambda-arm",
    title: "Lambda on ARM",
    serves: ["web", "job"],
    ...function_,
    maxStorageGiB: 0,
    scaling: perRun(0.001),
    terms: "Waiting for an answer from elsewhere is billed. A call ends after 15 minutes.",
  },
  ...ec2Instances.map((type) => instanceOffer("ec2", "EC2", type)),
  ...ec2Instances.map((type) => instanceOffer("eks", "EKS on", type)),
  ...sagemakerInstances.map((type): Offer => ({
    ...instanceOffer("sagemaker", "SageMaker", type),
    serves: ["inference"],
    terms: "Scales to zero only with inference components; calls fail until an instance is back.",
  })),
  {
    id: "s3",
    title: "S3",
    serves: ["bucket"],
    cpu: fixed(0),
    memoryGiB: fixed(0),
    scaling: always,
  },
  {
    id: "cloudfront",
    title: "CloudFront",
    serves: ["edge"],
    cpu: fixed(0),
    memoryGiB: fixed(0),
    scaling: { type: "always", maxInstances: 1 },
  },
]

function instanceOffer(family: string, title: string, type: InstanceType): Offer {
  return {
    id: `${family}.${type.name}`,
    title: `${title} ${type.name}`,
    serves: services,
    ...(type.gpu === undefined ? {} : { gpu: type.gpu, maxGpus: type.gpus ?? 1 }),
    cpu: fixed(type.cpu),
    memoryGiB: fixed(type.memoryGiB),
    scaling: always,
  }
}

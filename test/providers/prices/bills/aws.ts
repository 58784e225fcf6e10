import { hours, month, type ReferenceBill, used } from "../reference-bill.ts"

/** Prices of us-east-1, on demand. */
export const aws: readonly ReferenceBill[] = [
  {
    title: "two Fargate tasks of 2 vCPU and 4 GB that serve no web",
    plan: "on-demand",
    items: [
      used({
        offer: "fargate",
        kind: "worker",
        cpu: 2,
        memoryGiB: 4,
        billed: 2 * month,
        instances: 2,
      }),
    ],
    lines: {
      "Fargate processor": "2 * 2628000 * 2 * 0.000011244 = 118.196928",
      "Fargate memory": "2 * 2628000 * 4 * 0.000001235 = 25.96464",
      "Public IPv4": "2 * 730 * 0.005 = 7.3",
    },
    total: 151.46,
  },
  {
    title: "an ARM task behind a load balancer: 5 million requests and 20 GB",
    plan: "on-demand",
    items: [
      used({
        offer: "fargate-arm",
        kind: "web",
        cpu: 0.5,
        memoryGiB: 1,
        billed: month,
        requests: 5_000_000,
        egressGB: 20,
      }),
    ],
    lines: {
      "Fargate processor": "2628000 * 0.5 * 0.0000089944 = 11.818642",
      "Fargate memory": "2628000 * 1 * 0.0000009889 = 2.598829",
      "Load balancer": "730 * 0.0225 = 16.425",
      // The larger of requests by 25 a second and GB by one an hour.
      "Load balancer capacity": "max(5000000 / (25 * 3600), 20) * 0.008 = 0.444444",
      // One address of the task and two of the load balancer.
      "Public IPv4": "3 * 730 * 0.005 = 10.95",
    },
    total: 42.24,
  },
  {
    title: "a SageMaker endpoint on ml.g5.2xlarge",
    plan: "on-demand",
    items: [used({ offer: "sagemaker.g5.2xlarge", gpus: 1, billed: month })],
    lines: { "SageMaker ml.g5.2xlarge": "730 * 1.515 = 1105.95" },
    total: 1105.95,
  },
  {
    title: "the same machine on EC2, with a disk of 100 GB",
    plan: "on-demand",
    items: [used({ offer: "ec2.g5.2xlarge", gpus: 1, billed: month, storageGiB: 100 })],
    lines: {
      "EC2 g5.2xlarge": "730 * 1.212 = 884.76",
      "EBS gp3": "100 * 0.08 = 8",
      "Public IPv4": "730 * 0.005 = 3.65",
    },
    total: 896.41,
  },
  {
    title: "Lambda with 10 GB that waits 3 seconds in each of 100,000 calls",
    plan: "on-demand",
    items: [
      used({
        offer: "lambda",
        kind: "web",
        memoryGiB: 10,
        billed: 300_000,
        requests: 100_000,
      }),
    ],
    lines: {
      "Lambda duration": "(100000 * 3 * 10 - 400000) * 0.0000166667 = 43.33342",
      "Lambda requests": "max(0, 0.1 - 1) * 0.2 = 0",
      "HTTP API": "0.1 * 1 = 0.1",
    },
    total: 43.43,
  },
  {
    title: "Lambda on ARM: 5 million calls of 0.2 seconds with 512 MB",
    plan: "on-demand",
    items: [
      used({
        offer: "lambda-arm",
        kind: "web",
        memoryGiB: 0.5,
        billed: 1_000_000,
        requests: 5_000_000,
      }),
    ],
    lines: {
      "Lambda duration": "(1000000 * 0.5 - 400000) * 0.0000133334 = 1.33334",
      "Lambda requests": "(5 - 1) * 0.2 = 0.8",
      "HTTP API": "5 * 1 = 5",
    },
    total: 7.13,
  },
  {
    title: "the vendor's example: 3 million calls of 120 ms with 1,536 MB cost $2.73",
    plan: "on-demand",
    items: [
      used({
        offer: "lambda",
        kind: "job",
        memoryGiB: 1.5,
        billed: 360_000,
        requests: 3_000_000,
      }),
    ],
    lines: {
      "Lambda duration": "(3000000 * 0.12 * 1.5 - 400000) * 0.0000166667 = 2.333338",
      "Lambda requests": "(3 - 1) * 0.2 = 0.4",
    },
    total: 2.73,
  },
  {
    title:
      "the vendor's example: 5 tasks for 10 minutes on 30 days cost $1.23, and their addresses",
    plan: "on-demand",
    items: [
      used({
        offer: "fargate.job",
        kind: "job",
        cpu: 1,
        memoryGiB: 2,
        billed: 5 * 600 * 30,
        instances: 5,
      }),
    ],
    lines: {
      "Fargate processor": "5 * 1 * 0.000011244 * 600 * 30 = 1.01196",
      "Fargate memory": "5 * 2 * 0.000001235 * 600 * 30 = 0.2223",
      "Public IPv4": "5 * 600 * 30 / 3600 * 0.005 = 0.125",
    },
    total: 1.36,
  },
  {
    title: "both kinds of Lambda: the free seconds are shared",
    plan: "on-demand",
    items: [
      used({
        item: "x86",
        offer: "lambda",
        kind: "job",
        memoryGiB: 1,
        billed: 600_000,
        requests: 500_000,
      }),
      used({
        item: "arm",
        offer: "lambda-arm",
        kind: "job",
        memoryGiB: 1,
        billed: 200_000,
        requests: 1_500_000,
      }),
    ],
    lines: {
      // Of 800,000 GB seconds half are free, of each kind.
      "Lambda duration": "300000 * 0.0000166667 + 100000 * 0.0000133334 = 6.33335",
      "Lambda requests": "(2 - 1) * 0.2 = 0.2",
    },
    total: 6.53,
  },
  {
    title: "an EC2 t3.large that sends 1,460 GB: two capacity units of the load balancer all month",
    plan: "on-demand",
    items: [used({ offer: "ec2.t3.large", kind: "web", billed: month, egressGB: 1460 })],
    lines: {
      "EC2 t3.large": "730 * 0.0832 = 60.736",
      "Load balancer": "730 * 0.0225 = 16.425",
      "Load balancer capacity": "max(0 / (25 * 3600), 1460) * 0.008 = 11.68",
      "Public IPv4": "3 * 730 * 0.005 = 10.95",
      Egress: "(1460 - 100) * 0.09 = 122.4",
    },
    total: 222.19,
  },
  {
    title: "an EKS cluster with three t3.medium nodes",
    plan: "on-demand",
    items: [used({ offer: "eks.t3.medium", kind: "worker", billed: 3 * month, instances: 3 })],
    lines: {
      "EC2 t3.medium": "3 * 730 * 0.0416 = 91.104",
      "EKS control plane": "730 * 0.1 = 73",
      "Public IPv4": "3 * 730 * 0.005 = 10.95",
    },
    total: 175.05,
  },
  {
    title: "Fargate Spot, from 70 % off to nothing off",
    plan: "on-demand",
    items: [used({ offer: "fargate-spot", kind: "worker", cpu: 1, memoryGiB: 2, billed: month })],
    lines: {
      "Fargate processor": [
        "2628000 * 1 * 0.000011244 * 0.3 = 8.86477",
        "2628000 * 1 * 0.000011244 = 29.549232",
      ],
      "Fargate memory": [
        "2628000 * 2 * 0.000001235 * 0.3 = 1.947348",
        "2628000 * 2 * 0.000001235 = 6.49116",
      ],
      "Public IPv4": "730 * 0.005 = 3.65",
    },
    total: [14.46, 39.69],
  },
  {
    title: "500 GB in S3 that sends 300 GB to the internet, of which 100 are free",
    plan: "on-demand",
    items: [used({ offer: "s3", kind: "bucket", storageGiB: 500, egressGB: 300 })],
    lines: { "S3 Standard": "500 * 0.023 = 11.5", Egress: "(300 - 100) * 0.09 = 18" },
    total: 29.5,
  },
  {
    title: "CloudFront with 1.2 TB, of which one is free, before an EC2 t3.small without load",
    plan: "on-demand",
    items: [
      used({ item: "edge", offer: "cloudfront", kind: "edge", egressGB: 1200 }),
      used({ offer: "ec2.t3.small", kind: "web", billed: month }),
    ],
    lines: {
      "EC2 t3.small": "730 * 0.0208 = 15.184",
      "CloudFront egress": "(1200 - 1000) * 0.085 = 17",
      "Load balancer": "730 * 0.0225 = 16.425",
      "Public IPv4": "3 * 730 * 0.005 = 10.95",
    },
    total: 59.56,
  },
  {
    title: "a nightly Fargate task of 20 minutes with a disk of 100 GB",
    plan: "on-demand",
    items: [
      used({
        offer: "fargate.job",
        kind: "job",
        cpu: 1,
        memoryGiB: 2,
        billed: hours(10),
        storageGiB: 100,
      }),
    ],
    lines: {
      "Fargate processor": "36000 * 1 * 0.000011244 = 0.404784",
      "Fargate memory": "36000 * 2 * 0.000001235 = 0.08892",
      "Fargate disk": "36000 * (100 - 20) * 0.0000000308 = 0.088704",
      "Public IPv4": "10 * 0.005 = 0.05",
    },
    total: 0.63,
  },
]

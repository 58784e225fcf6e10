import { priceFinder, pricesFrom } from "../_shared/price-list.ts"
import { ec2Prices, sagemakerPrices } from "./instance-prices.ts"

const aws = "https://aws.amazon.com"

/** us-east-1. Services without a page of their own in the price list were read on the vendor's pages. */
export const awsPrices = [
  ...ec2Prices,
  ...sagemakerPrices,
  ...pricesFrom({ source: `${aws}/fargate/pricing/`, confidence: "high" }, [
    {
      id: "fargate.x86.vcpu",
      name: "Fargate processor",
      unit: "vCPU second",
      usd: 0.000011244,
      asOf: "2026-10-09",
    },
    {
      id: "fargate.x86.gb",
      name: "Fargate memory",
      unit: "GB second",
      usd: 0.000001235,
      asOf: "2026-10-09",
    },
    {
      id: "fargate.arm.vcpu",
      name: "Fargate ARM processor",
      unit: "vCPU second",
      usd: 0.0000089944,
      asOf: "2026-10-09",
    },
    {
      id: "fargate.arm.gb",
      name: "Fargate ARM memory",
      unit: "GB second",
      usd: 0.0000009889,
      asOf: "2026-10-09",
    },
    {
      id: "fargate.ephemeral",
      name: "Fargate disk",
      unit: "GB second",
      usd: 0.0000000308,
      asOf: "2026-10-09",
    },
  ]),
  ...pricesFrom({ source: list("AWSLambda"), confidence: "high" }, [
    {
      id: "lambda.requests",
      name: "Lambda requests",
      unit: "million requests",
      usd: 0.2,
      asOf: "2026-09-29",
    },
    {
      id: "lambda.x86",
      name: "Lambda duration",
      unit: "GB second",
      usd: 0.0000166667,
      asOf: "2026-09-29",
    },
  ]),
  ...pricesFrom({ source: `${aws}/lambda/pricing/`, confidence: "medium" }, [
    {
      id: "lambda.arm",
      name: "Lambda ARM duration",
      unit: "GB second",
      usd: 0.0000133334,
      asOf: "2026-01-01",
      note: "Read in 2026, the day is not known.",
    },
  ]),
  ...pricesFrom({ source: list("AWSELB"), confidence: "high" }, [
    { id: "alb.hour", name: "Load balancer", unit: "hour", usd: 0.0225, asOf: "2026-09-29" },
    {
      id: "alb.lcu",
      name: "Load balancer capacity",
      unit: "LCU hour",
      usd: 0.008,
      asOf: "2026-09-29",
    },
  ]),
  ...pricesFrom({ source: `${aws}/eks/pricing/`, confidence: "high" }, [
    {
      id: "eks.control",
      name: "EKS control plane",
      unit: "cluster hour",
      usd: 0.1,
      asOf: "2026-01-01",
      note: "Read in 2026, the day is not known.",
    },
  ]),
  ...pricesFrom({ source: list("AWSDataTransfer"), confidence: "high" }, [
    { id: "egress", name: "Egress", unit: "GB", usd: 0.09, asOf: "2026-09-29" },
  ]),
  ...pricesFrom({ source: `${aws}/cloudfront/pricing/`, confidence: "medium" }, [
    { id: "cloudfront.free", name: "CloudFront", unit: "month", usd: 0, asOf: "2026-09-05" },
    {
      id: "cloudfront.egress",
      name: "CloudFront egress",
      unit: "GB",
      usd: 0.085,
      asOf: "2026-09-29",
      note: "In the United States, for the first 10 TB.",
    },
  ]),
  ...pricesFrom({ source: `${aws}/api-gateway/pricing/`, confidence: "high" }, [
    { id: "apigw.http", name: "HTTP API", unit: "million requests", usd: 1, asOf: "2026-09-20" },
  ]),
  ...pricesFrom({ source: `${aws}/ebs/pricing/`, confidence: "unverified" }, [
    { id: "ebs.gp3", name: "EBS gp3", unit: "GB month", usd: 0.08, asOf: undefined },
  ]),
  ...pricesFrom({ source: list("AmazonS3"), confidence: "high" }, [
    { id: "s3.standard", name: "S3 Standard", unit: "GB month", usd: 0.023, asOf: "2026-09-29" },
  ]),
  ...pricesFrom({ source: `${aws}/vpc/pricing/`, confidence: "medium" }, [
    { id: "ipv4", name: "Public IPv4", unit: "address hour", usd: 0.005, asOf: "2026-07-24" },
  ]),
]

/** A file of the public price list. */
function list(service: string): string {
  return `https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/${service}/current/us-east-1/index.json`
}

export const priceOf = priceFinder(awsPrices)

/** The most that Fargate Spot takes off; the vendor promises no number. */
export const spotDiscount = 0.7

import type { Bill, CostLine, ItemUsage, PlatformUsage, PriceEntry } from "aidep/provider"
import { billedHours, metered, sumOf, unknownOffers } from "../_shared/metering.ts"
import { fargateLines, instanceLines, isFargate, isInstance } from "./compute.ts"
import { awsOffers } from "./offers.ts"
import { priceOf } from "./prices.ts"

const hoursOfMonth = 730
const freeEgressGB = 100
/** Always free, https://aws.amazon.com/lambda/pricing/. */
const freeLambda = { millionRequests: 1, gbSeconds: 400_000 } as const
const freeCloudfrontGB = 1000
/** One capacity unit: 25 new connections a second, or 1 GB an hour. */
const lcu = { requestsAnHour: 25 * 3600, gbAnHour: 1 } as const
/** A load balancer stands in two zones, with an address in each. */
const addressesOfBalancer = 2

/** Everything in us-east-1, on demand. What answers the internet from servers of its own stands behind a load balancer. */
export function awsBill(usage: PlatformUsage): Bill {
  const { items } = usage
  const servers = items.filter((item) => isFargate(item) || isInstance(item))
  const edges = items.filter(({ offer }) => offer === "cloudfront")
  const lambda = items.filter(({ offer }) => offer === "lambda" || offer === "lambda-arm")
  return {
    lines: [
      ...items.flatMap(instanceLines),
      ...items.flatMap(fargateLines),
      ...clusterLines(items),
      ...balancerLines(servers.filter(({ kind }) => kind === "web")),
      ...metered(servers, billedHours, {
        meter: "Public IPv4",
        price: priceOf("ipv4"),
        note: "One for each instance; without, a NAT gateway would cost more.",
      }),
      ...lambdaLines(lambda),
      ...metered(
        items.filter(({ offer }) => offer === "s3"),
        ({ storageGiB }) => storageGiB,
        { meter: "S3 Standard", price: priceOf("s3.standard") },
      ),
      ...metered(edges, () => 1, { meter: "CloudFront", price: priceOf("cloudfront.free") }),
      ...metered(edges, ({ egressGB }) => egressGB, {
        meter: "CloudFront egress",
        price: priceOf("cloudfront.egress"),
        included: freeCloudfrontGB,
      }),
      ...metered(
        items.filter((item) => !edges.includes(item)),
        ({ egressGB }) => egressGB,
        { meter: "Egress", price: priceOf("egress"), included: freeEgressGB },
      ),
    ],
    unpriced: unknownOffers(usage, awsOffers),
    refusals: [],
  }
}

function clusterLines(items: readonly ItemUsage[]): readonly CostLine[] {
  const inCluster = items.some(({ offer }) => offer.startsWith("eks."))
  return inCluster ? [sharedLine(priceOf("eks.control"), hoursOfMonth)] : []
}

/** One load balancer for all web services of the account. */
function balancerLines(web: readonly ItemUsage[]): readonly CostLine[] {
  if (web.length === 0) return []
  const requests = sumOf(web, (item) => item.requests)
  const egressGB = sumOf(web, (item) => item.egressGB)
  const units = Math.max(requests / lcu.requestsAnHour, egressGB / lcu.gbAnHour)
  return [
    sharedLine(priceOf("alb.hour"), hoursOfMonth),
    sharedLine(priceOf("alb.lcu"), units, "Each request as a new connection."),
    sharedLine(priceOf("ipv4"), addressesOfBalancer * hoursOfMonth, "Of the load balancer."),
  ]
}

/** The whole time of a call is billed, waiting included; a web service is called through an HTTP API. */
function lambdaLines(lambda: readonly ItemUsage[]): readonly CostLine[] {
  const total = sumOf(lambda, gbSecondsOf)
  return [
    ...metered(lambda, ({ requests }) => requests / 1e6, {
      meter: "Lambda requests",
      price: priceOf("lambda.requests"),
      included: freeLambda.millionRequests,
    }),
    ...(["lambda", "lambda-arm"] as const).flatMap((offer) => {
      const own = lambda.filter((item) => item.offer === offer)
      return metered(own, gbSecondsOf, {
        meter: "Lambda duration",
        price: priceOf(offer === "lambda" ? "lambda.x86" : "lambda.arm"),
        // Both kinds share what is free.
        included: total === 0 ? 0 : (freeLambda.gbSeconds * sumOf(own, gbSecondsOf)) / total,
      })
    }),
    ...metered(
      lambda.filter(({ kind }) => kind === "web"),
      ({ requests }) => requests / 1e6,
      { meter: "HTTP API", price: priceOf("apigw.http") },
    ),
  ]
}

function gbSecondsOf({ seconds, size }: ItemUsage): number {
  return seconds.billed * size.memoryGiB
}

/** What several items pay for together. */
function sharedLine(price: PriceEntry, quantity: number, note?: string): CostLine {
  const { low, high } = price.usd
  return {
    type: "usage",
    item: undefined,
    meter: price.name,
    quantity,
    included: 0,
    unit: price.unit,
    unitPrice: price.usd,
    amount: { low: low * quantity, high: high * quantity },
    prices: [price.id],
    ...(note === undefined ? {} : { note }),
  }
}

import type { PagePrice, PricePage } from "aidep/provider"
import { z } from "zod"
import { jsonIn } from "../_shared/json-in.ts"
import { catalogPage } from "../_shared/machine-catalog.ts"
import { ec2Instances, sagemakerInstances } from "./instances.ts"

/** https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file-for-services.html */
const priceList = z.object({
  products: z.record(z.string(), z.object({ attributes: z.object({ usagetype: z.string() }) })),
  terms: z.object({
    OnDemand: z.record(
      z.string(),
      z.record(
        z.string(),
        z.object({
          priceDimensions: z.record(
            z.string(),
            z.object({
              beginRange: z.string().optional(),
              pricePerUnit: z.object({ USD: z.coerce.number() }),
            }),
          ),
        }),
      ),
    ),
  }),
})

interface Listed {
  readonly id: string
  /** Of a unit in the list, such as an hour, in units of the book. */
  readonly units: number
}

/** Usage types without the prefix of their region. */
const fargate: Readonly<Record<string, Listed>> = {
  "Fargate-vCPU-Hours:perCPU": { id: "fargate.x86.vcpu", units: 3600 },
  "Fargate-GB-Hours": { id: "fargate.x86.gb", units: 3600 },
  "Fargate-ARM-vCPU-Hours:perCPU": { id: "fargate.arm.vcpu", units: 3600 },
  "Fargate-ARM-GB-Hours": { id: "fargate.arm.gb", units: 3600 },
  "Fargate-EphemeralStorage-GB-Hours": { id: "fargate.ephemeral", units: 3600 },
}

const hosting: Readonly<Record<string, Listed>> = Object.fromEntries(
  sagemakerInstances.map(({ name }) => [
    `Host:ml.${name}`,
    { id: `sagemaker.ml.${name}`, units: 1 },
  ]),
)

export const awsPages: readonly PricePage[] = [
  listPage("AmazonECS", "Fargate in us-east-1", fargate),
  listPage("AmazonSageMaker", "SageMaker hosting in us-east-1", hosting),
  catalogPage({
    cloud: "aws",
    title: "EC2 in us-east-1",
    region: "us-east-1",
    ids: Object.fromEntries(ec2Instances.map(({ name }) => [name, `ec2.${name}`])),
  }),
]

/** A file of the price list, which everybody may read. */
function listPage(
  service: string,
  title: string,
  usageTypes: Readonly<Record<string, Listed>>,
): PricePage {
  return {
    url: `https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/${service}/current/us-east-1/index.json`,
    title,
    ids: Object.values(usageTypes).map(({ id }) => id),
    read: (text) => readList(text, usageTypes),
  }
}

/** The list has thousands of products; those that the book does not know are left out. */
function readList(
  text: string,
  usageTypes: Readonly<Record<string, Listed>>,
): readonly PagePrice[] {
  const parsed = priceList.safeParse(jsonIn(text))
  if (!parsed.success) return []
  const { products, terms } = parsed.data
  return Object.entries(products).flatMap(([sku, { attributes }]) => {
    const listed = usageTypes[attributes.usagetype.replace(/^[A-Z]+\d*-(?=Fargate|Host)/, "")]
    const usd = firstTier(Object.values(terms.OnDemand[sku] ?? {})[0]?.priceDimensions ?? {})
    return listed === undefined || usd === undefined
      ? []
      : [{ id: listed.id, usd: usd / listed.units }]
  })
}

interface Dimension {
  readonly beginRange?: string | undefined
  readonly pricePerUnit: { readonly USD: number }
}

function firstTier(dimensions: Readonly<Record<string, Dimension>>): number | undefined {
  return Object.values(dimensions).find(({ beginRange = "0" }) => beginRange === "0")?.pricePerUnit
    .USD
}

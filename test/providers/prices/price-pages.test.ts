import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { amountIn, markdownTables } from "../../../providers/_prices/_shared/markdown-tables.ts"
import { priceBooks } from "../../../providers/price-books.gen.ts"
import { comparePage } from "../../../src/core/cost/compare-page.ts"
import { type PricePage, usd } from "../../../src/provider/index.ts"

const pages = priceBooks.flatMap((book) => (book.pages ?? []).map((page) => ({ book, page })))

interface ReadPage {
  readonly title: string
  /** As the vendor writes it, cut to a few rows, with one price that has moved. */
  readonly text: string
  readonly same: readonly string[]
  readonly changed: Readonly<Record<string, number>>
  readonly additional?: readonly string[]
}

const readPages: readonly ReadPage[] = [
  {
    title: "Render pricing",
    text: [
      "## Pricing Tiers",
      "| Tier | Price | Description |",
      "|---|---|---|",
      "| Hobby | $0/month + compute | For projects. |",
      "| Enterprise | Custom pricing | For teams. |",
      "#### Web Services",
      "| Instance Type | Pricing | RAM | CPU |",
      "|---|---|---|---|",
      "| Starter | $9/month | 512 MB | 0.5 |",
      "| Pro Plus | $175/month | 8 GB | 4 |",
      "#### Private Services",
      "| Instance Type | Pricing | RAM | CPU |",
      "|---|---|---|---|",
      "| Starter | $7/month | 512 MB | 0.5 |",
      "### Render Postgres",
      "| Tier | Instance Type | Pricing | CPU |",
      "|---|---|---|---|",
      "| Basic | Basic-256mb | $6/month | 0.1 |",
      "| Pro | Pro-128gb | $1,700/month | 32 |",
      "### Networking",
      "| Feature | Hobby | Pro |",
      "|---|---|---|",
      "| Bandwidth | 5 GB included per month (then $0.15 per GB) | 25 GB included per month (then $0.15 per GB) |",
    ].join("\n"),
    same: ["workspace.hobby", "web.pro_plus", "postgres.basic-256mb", "bandwidth"],
    changed: { "web.starter": 9 },
    additional: ["Render Postgres: Pro-128gb"],
  },
  {
    title: "Railway plans",
    text: [
      "### Subscription pricing",
      "| Plan | Price |",
      "| --- | --- |",
      "| **Hobby** | $5 / month |",
      "| **Enterprise** | Custom |",
      "### Resource usage pricing",
      "| Resource | Resource Price |",
      "| --- | --- |",
      "| **RAM** | $12 / GB / month ($0.000278 / GB / minute) |",
      "| [**Volume Storage**](/volumes) | $0.15 / GB / month |",
    ].join("\n"),
    same: ["plan.hobby", "volume"],
    changed: { ram: 12 },
  },
  {
    title: "RunPod serverless GPUs",
    text: [
      "| **GPU type(s)** | **Memory** | **Cost per second** | **Description** |",
      "| --- | --- | --- | --- |",
      "| L4, A5000, 3090 | 24 GB | $0.00019 | Medium. |",
      "| H100 PRO | 80 GB | $0.00133 | Within the range of the two pages. |",
      "| B200 | 180 GB | $0.00300 | Large. |",
      "| B300 | 288 GB | $0.00350 | New. |",
    ].join("\n"),
    same: ["serverless.flex.24gb", "serverless.flex.h100"],
    changed: { "serverless.flex.b200": 0.003 },
    additional: ["B300"],
  },
  {
    title: "Inference Endpoints",
    text: [
      "## GPU Instances",
      "| Provider | Instance Type | Instance Size | Hourly rate | GPUs |",
      "| -------- | ------------- | ------------- |------------ | ---- |",
      "| aws      | nvidia-t4     | x1            | $0.5        | 1    |",
      "| gcp      | nvidia-l4     | x1            | $0.9        | 1    |",
      "| aws      | nvidia-t4     | x4            | $3          | 4    |",
    ].join("\n"),
    same: ["endpoints.aws.nvidia-t4.x1"],
    changed: { "endpoints.gcp.nvidia-l4.x1": 0.9 },
    additional: ["GPU Instances: aws nvidia-t4 x4"],
  },
  {
    title: "Spaces hardware",
    text: [
      "### GPU",
      "| **Hardware**  | **CPU** | **Memory** | **Hourly Price** |",
      "|-------------- |-------- |----------- |----------------- |",
      "| CPU Basic     | 2 vCPU  | 16 GB      | Free!            |",
      "| 1x Nvidia L4  | 8 vCPU  | 30 GB      | $0.95            |",
      "| ~~Nvidia H100~~ *(removed)* | | | |",
    ].join("\n"),
    same: ["spaces.cpu-basic"],
    changed: { "spaces.l4x1": 0.95 },
  },
  {
    title: "Hardware of jobs",
    text: JSON.stringify([
      { name: "t4-small", prettyName: "T4", unitCostMicroUSD: 6667, unitLabel: "minute" },
      { name: "h200", prettyName: "H200", unitCostMicroUSD: 100_000, unitLabel: "minute" },
      { name: "cpu-basic", prettyName: "CPU", unitCostMicroUSD: 167, unitLabel: "minute" },
      { name: "unpriced", prettyName: "New", unitCostMicroUSD: null, unitLabel: "minute" },
    ]),
    same: ["jobs.t4-small"],
    changed: { "jobs.h200": 6 },
    additional: ["jobs.cpu-basic"],
  },
  {
    title: "Fly Machines",
    text: [
      "const PRICE_PER_VCPU_SECOND = { shared: 0.0000008465, performance: 0.00001196 };",
      "const RAM_PRICE_PER_GB_SECOND = 0.000002316;",
    ].join("\n"),
    same: ["ram", ...[1, 2, 4, 6, 8].map((cpus) => `machine.shared-cpu-${cpus}x`)],
    changed: Object.fromEntries(
      [1, 2, 4, 6, 8, 10, 12, 14, 16].map((cpus) => [
        `machine.performance-${cpus}x`,
        cpus * 0.00001196,
      ]),
    ),
  },
  {
    title: "Container Instances in eastus",
    text: JSON.stringify({
      Items: [
        azureItem("Standard vCPU Duration", 0.0405),
        azureItem("Standard Memory Duration", 0.005),
        { ...azureItem("Standard vCPU Duration", 0.05), armRegionName: "westeurope" },
        { ...azureItem("K80 vGPU Duration", 1), productName: "Container Instances with GPU" },
      ],
    }),
    same: ["aci.vcpu"],
    changed: { "aci.gb": 0.005 },
  },
  {
    title: "Fargate in us-east-1",
    text: JSON.stringify({
      products: {
        A: { attributes: { usagetype: "USE1-Fargate-vCPU-Hours:perCPU" } },
        B: { attributes: { usagetype: "USE1-Fargate-GB-Hours" } },
        C: { attributes: { usagetype: "USE1-ECS-EC2-GB-Hours" } },
      },
      terms: {
        OnDemand: { A: onDemand("0.0404800000"), B: onDemand("0.0050000000"), C: onDemand("1") },
      },
    }),
    same: ["fargate.x86.vcpu"],
    changed: { "fargate.x86.gb": 0.005 / 3600 },
  },
  {
    title: "SageMaker hosting in us-east-1",
    text: JSON.stringify({
      products: {
        A: { attributes: { usagetype: "USE1-Host:ml.g5.2xlarge" } },
        B: { attributes: { usagetype: "Host:ml.g6.2xlarge" } },
        C: { attributes: { usagetype: "USE1-Train:ml.g5.2xlarge" } },
      },
      terms: { OnDemand: { A: onDemand("1.515"), B: onDemand("1.3"), C: onDemand("9") } },
    }),
    same: ["sagemaker.ml.g5.2xlarge"],
    changed: { "sagemaker.ml.g6.2xlarge": 1.3 },
  },
  {
    title: "EC2 in us-east-1",
    text: [
      "InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,GpuInfo,Price,SpotPrice,Region,AvailabilityZone,Arch",
      `g5.2xlarge,A10G,1.0,8.0,32.0,"{'Gpus': [{'Name': 'A10G', 'Count': 1}]}",1.3938,0.5,eu-north-1,eun1-az1,x86_64`,
      `g5.2xlarge,A10G,1.0,8.0,32.0,"{'Gpus': [{'Name': 'A10G', 'Count': 1}]}",1.212,0.5,us-east-1,use1-az1,x86_64`,
      `g5.2xlarge,A10G,1.0,8.0,32.0,"{'Gpus': [{'Name': 'A10G', 'Count': 1}]}",1.212,0.6,us-east-1,use1-az2,x86_64`,
      "t3.medium,,,2.0,4.0,,0.05,,us-east-1,use1-az1,x86_64",
      "t3.small,,,2.0,2.0,,,,us-east-1,use1-az1,x86_64",
      "c6id.large,,,2.0,4.0,,0.1008,0.04,us-east-1,use1-az1,x86_64",
    ].join("\n"),
    same: ["ec2.g5.2xlarge"],
    changed: { "ec2.t3.medium": 0.05 },
  },
  {
    title: "RunPod pods",
    text: [
      "InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,Region,SpotPrice,Price,AvailabilityZone,GpuInfo",
      `1x_RTX4090_SECURE,RTX4090,1.0,16.0,62.0,CA,0.74,0.74,CA-MTL-1,"{'Gpus': [{'Count': 1}]}"`,
      `1x_A100-80GB_SECURE,A100-80GB,1.0,8.0,117.0,IN,1.39,1.39,AP-IN-1,"{'Gpus': [{'Count': 1}]}"`,
      `2x_A100-80GB_SECURE,A100-80GB,2.0,16.0,234.0,IN,2.78,2.78,AP-IN-1,"{'Gpus': [{'Count': 2}]}"`,
    ].join("\n"),
    same: ["pod.4090"],
    changed: { "pod.a100-pcie": 1.39 },
  },
]

describe("pages that a machine can read", () => {
  test.each(readPages)("$title", ({ title, text, same, changed, additional = [] }) => {
    const { book, page } = pageOf(title)
    const compared = comparePage(book, page, text)
    expect(compared.same.map(({ id }) => id).toSorted()).toEqual(same.toSorted())
    const found = Object.fromEntries(compared.changed.map(({ price, usd: now }) => [price.id, now]))
    expect(Object.keys(found).toSorted()).toEqual(Object.keys(changed).toSorted())
    for (const [id, now] of Object.entries(changed)) expect(found[id], id).toBeCloseTo(now, 10)
    expect(compared.additional.map(({ id }) => id)).toEqual(additional)
    const rest = page.ids.length - same.length - Object.keys(changed).length
    expect(compared.missing).toHaveLength(rest)
  })

  test("are all read here", () => {
    const titles = pages.map(({ page }) => page.title)
    expect(titles.toSorted()).toEqual(readPages.map(({ title }) => title).toSorted())
  })

  test.each(pages.map(({ book, page }) => ({ title: page.title, book, page })))(
    "$title has an address, and prices of its book",
    ({ book, page }) => {
      expect(URL.canParse(page.url)).toBe(true)
      const known = book.prices.map(({ id }) => id)
      expect(page.ids.filter((id) => !known.includes(id))).toEqual([])
      expect(page.ids.length).toBeGreaterThan(0)
    },
  )

  test.each(pages.map(({ page }) => ({ title: page.title, page })))(
    "$title finds nothing in another text, and never throws",
    ({ page }) => {
      for (const text of ["", "{}", "[]", "[1]", "# Not found", "<html></html>", '{"Items": 1}']) {
        expect(page.read(text)).toEqual([])
      }
      fc.assert(
        fc.property(fc.string({ maxLength: 200 }), (text) => Array.isArray(page.read(text))),
      )
      fc.assert(fc.property(fc.json(), (text) => Array.isArray(page.read(text))))
    },
  )
})

describe("tables in Markdown", () => {
  test("have headings, and cells without decoration", () => {
    const text = [
      "# Prices ##",
      "| Name | **Price** |",
      "|:---|---:|",
      "| [`a`](/a) \\| b | _$1_ |",
      "",
      "| Other |",
      "|---|",
      "| x | y |",
    ].join("\n")
    expect(markdownTables(text)).toEqual([
      { heading: "Prices", rows: [{ Name: "a \\| b", Price: "$1" }] },
      { heading: "Prices", rows: [{ Other: "x" }] },
    ])
  })

  test.each([
    ["$1,700/month", 1700],
    ["$ .05", 0.05],
    ["5 GB included (then $0.15 per GB)", 0.15],
    ["Free!", 0],
    ["Custom pricing", undefined],
    ["Freedom", undefined],
    ["10", undefined],
  ])("the amount in %s is %s", (cell, amount) => {
    expect(amountIn(cell)).toBe(amount)
  })
})

test("a price that is a range has not changed while the page is within it", () => {
  const page: PricePage = {
    url: "https://example.com/",
    title: "Example",
    ids: ["a", "b", "c"],
    read: () => [
      { id: "a", usd: 1.5 },
      { id: "b", usd: 1.0005 },
      { id: "c", usd: 1.01 },
    ],
  }
  const entry = { name: "", unit: "", source: "", asOf: undefined, confidence: "high" } as const
  const prices = [
    { ...entry, id: "a", usd: { low: 1, high: 2 } },
    { ...entry, id: "b", usd: usd(1) },
    { ...entry, id: "c", usd: usd(1) },
  ]
  const { same, changed } = comparePage({ prices }, page, "")
  expect(same.map(({ id }) => id)).toEqual(["a", "b"])
  expect(changed.map(({ price }) => price.id)).toEqual(["c"])
})

function pageOf(title: string) {
  const found = pages.find(({ page }) => page.title === title)
  if (found === undefined) throw new Error(`No price book has the page "${title}".`)
  return found
}

function azureItem(meterName: string, retailPrice: number) {
  return { meterName, retailPrice, productName: "Container Instances", armRegionName: "eastus" }
}

function onDemand(amount: string) {
  return {
    term: {
      priceDimensions: {
        second: { beginRange: "1000", pricePerUnit: { USD: "99" } },
        first: { beginRange: "0", pricePerUnit: { USD: amount } },
      },
    },
  }
}

/** Rows of the survey that no price book has as a price, and why. */
export interface LeftOut {
  readonly platform: string
  readonly sku: RegExp
  readonly why: string
}

const noKind = "A manifest has nothing that would use it."
const factor = "It is no price but a factor; the rules have it."

export const leftOut: readonly LeftOut[] = [
  { platform: "modal", sku: /^gpu\.B300$/, why: "Modal has no price for it." },
  { platform: "modal", sku: /^mult\.region\./, why: factor },
  {
    platform: "modal",
    sku: /^mult\.nonpreemptible$/,
    why: "aidep deploys functions that may be moved.",
  },
  { platform: "modal", sku: /^sandbox\./, why: "aidep deploys functions, not sandboxes." },
  { platform: "railway", sku: /^plan\.trial$/, why: "It ends after 30 days." },
  { platform: "railway", sku: /^vm\./, why: "aidep deploys services, not sandboxes." },
  { platform: "render", sku: /^workflow\./, why: noKind },
  { platform: "render", sku: /^(domain|dedicated_ip)$/, why: noKind },
  { platform: "fly", sku: /^region\./, why: factor },
  { platform: "fly", sku: /^cpu\./, why: "A preset's price is this times its CPUs." },
  { platform: "fly", sku: /^machine\..*(mb|gb)$/, why: "It is a preset with more memory." },
  { platform: "fly", sku: /^private\./, why: "A service and what it calls stand in one region." },
  { platform: "fly", sku: /^(snapshot|egress_ip|sprites\..*)$/, why: noKind },
  { platform: "fly", sku: /^ipv4$/, why: "aidep uses the shared address, which is free." },
  { platform: "fly", sku: /^reservation$/, why: "It is a discount for a year paid ahead." },
  { platform: "fly", sku: /^free$/, why: "There is none." },
  { platform: "fly", sku: /^gpu$/, why: "GPUs ended on 2026-08-01." },
  { platform: "cloudflare", sku: /^containers\.type\./, why: "It is a size; the offers have it." },
  {
    platform: "cloudflare",
    sku: /^containers\.egress\.(oc_kr_tw|else)$/,
    why: "A manifest has no region on Cloudflare; North America and Europe are assumed.",
  },
  { platform: "cloudflare", sku: /^(kv|d1)\.|^(queues|ai_gateway|load_balancing)$/, why: noKind },
  { platform: "cloudflare", sku: /^workers_ai\.bge-/, why: "It embeds and does not generate." },
  { platform: "huggingface", sku: /^zerogpu$/, why: "It is for Gradio alone, by visitor." },
  {
    platform: "huggingface",
    sku: /^inference_providers\.free$/,
    why: "It is a credit of ten cents.",
  },
  { platform: "huggingface", sku: /inf2/, why: "A manifest asks for GPUs, and this has none." },
  {
    platform: "aws",
    sku: /^ec2\.inf2\.xlarge$/,
    why: "A manifest asks for GPUs, and this has none.",
  },
  { platform: "aws", sku: /^ec2\.g6f\.large$/, why: "It has an eighth of a GPU." },
  { platform: "aws", sku: /^fargate\.spot$/, why: factor },
  { platform: "aws", sku: /^lambda\.pc$/, why: "aidep keeps no Lambda warm." },
  { platform: "aws", sku: /^nat\./, why: "Instances have public addresses, which cost less." },
  { platform: "aws", sku: /^apigw\.rest$/, why: "An HTTP API does the same for less." },
  { platform: "vercel", sku: /^sandbox\./, why: "aidep deploys functions, not sandboxes." },
  { platform: "openai", sku: /^tokens\.text-embedding-/, why: "It embeds and does not generate." },
  {
    platform: "google",
    sku: /^tokens\.gemini-embedding-/,
    why: "It embeds and does not generate.",
  },
  { platform: "qdrant", sku: /^standard$/, why: "Qdrant publishes no price." },
]

/** Rows that say something else than the book, which is right. */
export const differing: readonly LeftOut[] = [
  {
    platform: "google",
    sku: /^tokens\.gemini-3\.8-flash\./,
    why: "The row is the price from 2027-01-01 on; until then it is half of it.",
  },
]

/** Rows whose price was read again since, with the same amount: the book has the newer day. */
export const readAgain: readonly LeftOut[] = [
  {
    platform: "aws",
    sku: /^(lambda\.(requests|x86)|alb\..*|egress|s3\.standard)$/,
    why: "Read in the public price list of 2026-09-29, with the same amounts.",
  },
  { platform: "aws", sku: /^apigw\.http$/, why: "Read on the vendor's page on 2026-09-20." },
  { platform: "aws", sku: /^ipv4$/, why: "Read in the price list of 2026-07-24." },
  { platform: "huggingface", sku: /^pro$/, why: "Read on the vendor's page on 2026-09-20." },
  {
    platform: "runpod",
    sku: /^serverless\./,
    why: "Read again in the vendor's documentation of 2026-08-20, with the same amounts.",
  },
  {
    platform: "huggingface",
    sku: /^(endpoints|spaces|jobs)\.(?!aws\.inf2)/,
    why: "Read again in the vendor's documentation of 2026-08-20 and 2026-08-22, with the same amounts.",
  },
]

import type { Architecture } from "aidep/provider"

const stores = {
  redis: [{ platform: "upstash" }],
  postgres: [{ platform: "supabase" }],
  mongodb: [{ platform: "mongodb-atlas" }],
  qdrant: [{ platform: "qdrant" }],
} as const

const observability = {
  errors: [{ platform: "sentry" }],
  logs: [{ platform: "betterstack" }],
} as const

/** The architectures that deployment guides set against each other, each with the services they name for it. */
export const architectures: readonly Architecture[] = [
  {
    id: "aws",
    title: "AWS: containers and managed endpoints",
    places: {
      ...stores,
      ...observability,
      web: [{ platform: "aws", offers: ["fargate", "fargate-arm"] }],
      worker: [{ platform: "aws", offers: ["fargate", "fargate-arm"] }],
      inference: [{ platform: "aws", offers: ["sagemaker.", "fargate", "fargate-arm"] }],
      job: [{ platform: "aws", offers: ["fargate.job"] }],
      static: [{ platform: "vercel" }],
      bucket: [{ platform: "aws", offers: ["s3"] }],
      edge: [{ platform: "aws", offers: ["cloudfront"] }],
    },
  },
  {
    id: "kubernetes",
    title: "Kubernetes: nodes of a managed cluster",
    places: {
      ...stores,
      ...observability,
      web: [{ platform: "aws", offers: ["eks."] }],
      worker: [{ platform: "aws", offers: ["eks."] }],
      inference: [{ platform: "aws", offers: ["eks."] }],
      job: [{ platform: "aws", offers: ["fargate.job"] }],
      static: [{ platform: "vercel" }],
      bucket: [{ platform: "aws", offers: ["s3"] }],
      edge: [{ platform: "aws", offers: ["cloudfront"] }],
    },
  },
  {
    id: "serverless",
    title: "Serverless: functions, and GPUs that open on demand",
    places: {
      ...stores,
      ...observability,
      web: [{ platform: "aws", offers: ["lambda", "lambda-arm"] }],
      worker: [{ platform: "gcp", offers: ["run.instance"] }],
      inference: [
        { platform: "runpod", offers: ["serverless."] },
        { platform: "gcp", offers: ["run", "run.l4"] },
      ],
      job: [{ platform: "aws", offers: ["lambda", "lambda-arm"] }],
      static: [{ platform: "vercel" }],
      bucket: [{ platform: "aws", offers: ["s3"] }],
      edge: [{ platform: "aws", offers: ["cloudfront"] }],
    },
  },
  {
    id: "hybrid-edge",
    title: "Hybrid edge: a gateway at the edge, GPUs on demand",
    places: {
      ...stores,
      ...observability,
      web: [{ platform: "cloudflare", offers: ["worker"] }],
      worker: [{ platform: "railway" }],
      inference: [{ platform: "modal" }],
      job: [{ platform: "modal", offers: ["cpu"] }],
      static: [{ platform: "cloudflare", offers: ["static"] }],
      bucket: [{ platform: "cloudflare", offers: ["r2"] }],
      edge: [{ platform: "cloudflare" }],
    },
  },
]

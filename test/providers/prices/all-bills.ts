import { aws } from "./bills/aws.ts"
import { azure } from "./bills/azure.ts"
import { cloudflare } from "./bills/cloudflare.ts"
import { fly } from "./bills/fly.ts"
import { gcp } from "./bills/gcp.ts"
import { huggingface } from "./bills/huggingface.ts"
import { modal } from "./bills/modal.ts"
import { railway } from "./bills/railway.ts"
import { render } from "./bills/render.ts"
import { replicate } from "./bills/replicate.ts"
import { runpod } from "./bills/runpod.ts"
import { betterstack, github, netlify, sentry } from "./bills/services.ts"
import { mongodbAtlas, qdrant, supabase, upstash } from "./bills/stores.ts"
import { anthropic, google, openai } from "./bills/tokens.ts"
import { vercel } from "./bills/vercel.ts"
import type { ReferenceBill } from "./reference-bill.ts"

/** By the platform of their price book. */
export const referenceBills: Readonly<Record<string, readonly ReferenceBill[]>> = {
  anthropic,
  aws,
  azure,
  betterstack,
  cloudflare,
  fly,
  gcp,
  github,
  google,
  huggingface,
  modal,
  "mongodb-atlas": mongodbAtlas,
  netlify,
  openai,
  qdrant,
  railway,
  render,
  replicate,
  runpod,
  sentry,
  supabase,
  upstash,
  vercel,
}

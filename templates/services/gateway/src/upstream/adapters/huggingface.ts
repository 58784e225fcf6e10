import type { Adapter } from "./adapter.ts"
import { openai } from "./openai.ts"

/**
 * An Inference Endpoint of Hugging Face with an engine that has OpenAI's routes (vLLM, SGLang, llama.cpp), or Hugging
 * Face's router. An endpoint that was scaled to zero answers 503 until a replica runs, and 502 just before.
 * Source: https://huggingface.co/docs/inference-endpoints/guides/autoscaling (2026-11).
 */
export const huggingface: Adapter = {
  ...openai,
  isWaking: (status) => status === 502 || status === 503,
}

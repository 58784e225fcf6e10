import type { PriceBook } from "aidep/provider"
import type { Vendor } from "./model-prices.ts"
import { tokenPriceBook } from "./token-price-book.ts"

const vendors: readonly Vendor[] = [
  { id: "openai", title: "OpenAI", url: "https://platform.openai.com/docs/pricing" },
  { id: "anthropic", title: "Anthropic", url: "https://www.anthropic.com/pricing#api" },
  { id: "google", title: "Google AI", url: "https://ai.google.dev/gemini-api/docs/pricing" },
]

/** Books of vendors of hosted models. The library brings its prices along and asks nobody; it is large, so it waits. */
export async function tokenPriceBooks(): Promise<readonly PriceBook[]> {
  const library = await import("@pydantic/genai-prices")
  return vendors.map((vendor) => tokenPriceBook(vendor, library))
}

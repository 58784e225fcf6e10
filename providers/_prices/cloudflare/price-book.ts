import type { PriceBook } from "aidep/provider"
import { cloudflareBill } from "./bill.ts"
import { cloudflareChoice } from "./choice.ts"
import { cloudflareOffers } from "./offers.ts"
import { cloudflarePrices } from "./prices.ts"

const cloudflare: PriceBook = {
  platform: "cloudflare",
  title: "Cloudflare",
  url: "https://developers.cloudflare.com/workers/platform/pricing/",
  prices: cloudflarePrices,
  plans: [
    { id: "free", title: "Workers Free" },
    { id: "paid", title: "Workers Paid" },
  ],
  offers: cloudflareOffers,
  bill: cloudflareBill,
  choiceOf: cloudflareChoice,
}
export default cloudflare

import type { PriceBook } from "aidep/provider"
import { runpodBill } from "./bill.ts"
import { runpodOffers } from "./offers.ts"
import { runpodPrices } from "./prices.ts"
import { runpodPages } from "./pages.ts"

const runpod: PriceBook = {
  platform: "runpod",
  title: "RunPod",
  url: "https://www.runpod.io/pricing",
  prices: runpodPrices,
  plans: [{ id: "pay-as-you-go", title: "Pay as you go" }],
  offers: runpodOffers,
  bill: runpodBill,
  pages: runpodPages,
}
export default runpod

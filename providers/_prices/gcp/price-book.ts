import type { PriceBook } from "aidep/provider"
import { gcpBill } from "./bill.ts"
import { gcpOffers } from "./offers.ts"
import { gcpPrices } from "./prices.ts"

const gcp: PriceBook = {
  platform: "gcp",
  title: "Google Cloud",
  url: "https://cloud.google.com/run/pricing",
  prices: gcpPrices,
  plans: [{ id: "on-demand", title: "On demand" }],
  offers: gcpOffers,
  bill: gcpBill,
}
export default gcp

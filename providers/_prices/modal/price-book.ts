import type { PriceBook } from "aidep/provider"
import { modalBill } from "./bill.ts"
import { modalOffers } from "./offers.ts"
import { modalPrices } from "./prices.ts"

const modal: PriceBook = {
  platform: "modal",
  title: "Modal",
  url: "https://modal.com/pricing",
  prices: modalPrices,
  plans: [
    { id: "starter", title: "Starter", maxInstances: 100, maxGpus: 10 },
    { id: "team", title: "Team", maxInstances: 1000, maxGpus: 50 },
  ],
  offers: modalOffers,
  bill: modalBill,
}
export default modal

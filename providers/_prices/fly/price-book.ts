import type { PriceBook } from "aidep/provider"
import { flyBill } from "./bill.ts"
import { flyChoice } from "./choice.ts"
import { flyOffers } from "./offers.ts"
import { flyPrices } from "./prices.ts"
import { flyPages } from "./pages.ts"

const fly: PriceBook = {
  platform: "fly",
  title: "Fly.io",
  url: "https://fly.io/docs/about/pricing/",
  prices: flyPrices,
  plans: [{ id: "pay-as-you-go", title: "Pay as you go" }],
  offers: flyOffers,
  bill: flyBill,
  choiceOf: flyChoice,
  pages: flyPages,
}
export default fly

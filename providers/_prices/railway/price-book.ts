import type { PriceBook } from "aidep/provider"
import { railwayBill } from "./bill.ts"
import { railwayOffers } from "./offers.ts"
import { railwayPrices } from "./prices.ts"
import { railwayPages } from "./pages.ts"

const railway: PriceBook = {
  platform: "railway",
  title: "Railway",
  url: "https://railway.com/pricing",
  prices: railwayPrices,
  plans: [
    { id: "free", title: "Free", maxInstances: 1, terms: "Stops when $1 of usage is spent." },
    { id: "hobby", title: "Hobby", maxInstances: 6 },
    { id: "pro", title: "Pro", maxInstances: 42 },
  ],
  offers: railwayOffers,
  bill: railwayBill,
  pages: railwayPages,
}
export default railway

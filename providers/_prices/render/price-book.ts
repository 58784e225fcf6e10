import type { PriceBook } from "aidep/provider"
import { renderBill } from "./bill.ts"
import { renderChoice } from "./choice.ts"
import { renderOffers } from "./offers.ts"
import { renderPrices } from "./prices.ts"
import { renderPages } from "./pages.ts"

const render: PriceBook = {
  platform: "render",
  title: "Render",
  url: "https://render.com/pricing",
  prices: renderPrices,
  plans: [
    { id: "hobby", title: "Hobby", terms: "One seat, 25 services, no autoscaling." },
    { id: "pro", title: "Pro" },
    { id: "scale", title: "Scale" },
  ],
  offers: renderOffers,
  bill: renderBill,
  choiceOf: renderChoice,
  pages: renderPages,
}
export default render

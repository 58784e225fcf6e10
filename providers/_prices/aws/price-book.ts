import type { PriceBook } from "aidep/provider"
import { awsBill } from "./bill.ts"
import { awsOffers } from "./offers.ts"
import { awsPrices } from "./prices.ts"
import { awsPages } from "./pages.ts"

const aws: PriceBook = {
  platform: "aws",
  title: "AWS",
  url: "https://aws.amazon.com/pricing/",
  prices: awsPrices,
  plans: [{ id: "on-demand", title: "On demand" }],
  offers: awsOffers,
  bill: awsBill,
  pages: awsPages,
}
export default aws

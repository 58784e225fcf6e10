import type { RegionTable } from "../_shared/regions.ts"

/** Container regions, broad and narrow. https://modal.com/docs/guide/region-selection, read 2026-09-27. */
export const modalRegions: RegionTable = {
  own: [
    "us",
    "us-east",
    "us-central",
    "us-south",
    "us-west",
    "eu",
    "eu-west",
    "eu-north",
    "eu-south",
    "ap",
    "ap-northeast",
    "ap-southeast",
    "ap-south",
    "ap-melbourne",
    "jp",
    "au",
    "uk",
    "ca",
    "me",
    "sa",
    "af",
    "mx",
  ],
  general: { "eu-central": "eu" },
}

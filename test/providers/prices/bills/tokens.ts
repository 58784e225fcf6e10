import { type ReferenceBill, used } from "../reference-bill.ts"

const million = 1_000_000

/** US dollars a million tokens, as the vendors' pages have them. */
export const openai: readonly ReferenceBill[] = [
  {
    title: "10,000 questions of 2,000 tokens with answers of 500, to gpt-5-mini",
    plan: "pay-as-you-go",
    items: [
      used({
        offer: "gpt-5-mini",
        requests: 10_000,
        tokens: { input: 20 * million, output: 5 * million },
      }),
    ],
    lines: { "Input tokens": "20 * 0.25 = 5", "Output tokens": "5 * 2 = 10" },
    total: 15,
  },
  {
    title: "the same to gpt-4o",
    plan: "pay-as-you-go",
    items: [
      used({
        offer: "gpt-4o",
        requests: 10_000,
        tokens: { input: 20 * million, output: 5 * million },
      }),
    ],
    lines: { "Input tokens": "20 * 2.5 = 50", "Output tokens": "5 * 10 = 50" },
    total: 100,
  },
  {
    title: "the same to gpt-4o-mini, with two fifths of the input from the vendor's cache",
    plan: "pay-as-you-go",
    items: [
      used({
        offer: "gpt-4o-mini",
        requests: 10_000,
        tokens: { input: 20 * million, cached: 8 * million, output: 5 * million },
      }),
    ],
    lines: { "Input tokens": "12 * 0.15 + 8 * 0.075 = 2.4", "Output tokens": "5 * 0.6 = 3" },
    total: 5.4,
  },
  {
    title: "100 requests of 300,000 tokens to gpt-5.4, in the tier above 272,000",
    plan: "pay-as-you-go",
    items: [
      used({ offer: "gpt-5.4", requests: 100, tokens: { input: 30 * million, output: 100_000 } }),
    ],
    lines: { "Input tokens": "30 * 5 = 150", "Output tokens": "0.1 * 22.5 = 2.25" },
    total: 152.25,
  },
]

export const anthropic: readonly ReferenceBill[] = [
  {
    title: "10,000 questions of 2,000 tokens with answers of 500, to claude-haiku-4-5",
    plan: "pay-as-you-go",
    items: [
      used({
        offer: "claude-haiku-4-5",
        requests: 10_000,
        tokens: { input: 20 * million, output: 5 * million },
      }),
    ],
    lines: { "Input tokens": "20 * 1 = 20", "Output tokens": "5 * 5 = 25" },
    total: 45,
  },
  {
    title: "1,000 requests of 10,000 tokens, 8,000 of them cached, to claude-opus-5-5",
    plan: "pay-as-you-go",
    items: [
      used({
        offer: "claude-opus-5-5",
        requests: 1000,
        tokens: { input: 10 * million, cached: 8 * million, output: million },
      }),
    ],
    lines: { "Input tokens": "2 * 4 + 8 * 0.2 = 9.6", "Output tokens": "1 * 20 = 20" },
    total: 29.6,
  },
]

export const google: readonly ReferenceBill[] = [
  {
    title: "10,000 questions of 2,000 tokens with answers of 500, to gemini-2.5-flash",
    plan: "pay-as-you-go",
    items: [
      used({
        offer: "gemini-2.5-flash",
        requests: 10_000,
        tokens: { input: 20 * million, output: 5 * million },
      }),
    ],
    lines: { "Input tokens": "20 * 0.3 = 6", "Output tokens": "5 * 2.5 = 12.5" },
    total: 18.5,
  },
  {
    title: "the same to gemini-3.8-flash, at half its price until 2027-01-01",
    plan: "pay-as-you-go",
    items: [
      used({
        offer: "gemini-3.8-flash",
        requests: 10_000,
        tokens: { input: 20 * million, output: 5 * million },
      }),
    ],
    lines: { "Input tokens": "20 * 0.75 = 15", "Output tokens": "5 * 3.75 = 18.75" },
    total: 33.75,
  },
]

import type { ItemKind, Offer } from "aidep/provider"
import { fixed, openFor, perRun } from "../_shared/sizes.ts"

const services: readonly ItemKind[] = ["web", "worker", "inference"]

/** vCPU and GB of memory of a compute plan. Plans of services and of cron jobs have the same sizes. */
const compute = [
  { id: "starter", title: "Starter", cpu: 0.5, memory: 0.5 },
  { id: "standard", title: "Standard", cpu: 1, memory: 2 },
  { id: "pro", title: "Pro", cpu: 2, memory: 4 },
  { id: "pro_plus", title: "Pro Plus", cpu: 4, memory: 8 },
  { id: "pro_max", title: "Pro Max", cpu: 4, memory: 16 },
  { id: "pro_ultra", title: "Pro Ultra", cpu: 8, memory: 32 },
] as const

const cron = ["starter", "standard", "pro", "pro_plus"] as const

const postgres = [
  { id: "basic-256mb", cpu: 0.1, memory: 0.25 },
  { id: "basic-1gb", cpu: 0.5, memory: 1 },
  { id: "basic-4gb", cpu: 2, memory: 4 },
  { id: "pro-4gb", cpu: 1, memory: 4 },
  { id: "pro-8gb", cpu: 2, memory: 8 },
  { id: "pro-16gb", cpu: 4, memory: 16 },
  { id: "accelerated-16gb", cpu: 2, memory: 16 },
] as const

const keyValue = [
  { id: "free", memory: 25 / 1024, terms: "Keeps nothing over a restart." },
  { id: "starter", memory: 0.25 },
  { id: "standard", memory: 1 },
  { id: "pro", memory: 5 },
  { id: "pro_plus", memory: 10 },
] as const

/** Everything that bills by the month; the id is that of its price. */
export const renderInstances = [
  ...(["free"] as const).map((id) => `web.${id}` as const),
  ...compute.map(({ id }) => `web.${id}` as const),
  ...(["free"] as const).map((id) => `postgres.${id}` as const),
  ...postgres.map(({ id }) => `postgres.${id}` as const),
  ...keyValue.map(({ id }) => `keyvalue.${id}` as const),
]
export const renderCrons = cron.map((id) => `cron.${id}` as const)

export const renderOffers: readonly Offer[] = [
  {
    id: "static",
    title: "Static site",
    serves: ["static"],
    cpu: fixed(0),
    memoryGiB: fixed(0),
    scaling: { type: "always", maxInstances: 1 },
  },
  {
    id: "web.free",
    title: "Free",
    serves: ["web"],
    cpu: fixed(0.1),
    memoryGiB: fixed(0.5),
    maxStorageGiB: 0,
    scaling: openFor(
      { default: 900, min: 900, max: 900 },
      { coldStartSeconds: 60, maxInstances: 1, maxWarm: 0 },
    ),
    needsConsent: true,
    terms: "Sleeps after 15 minutes without requests and takes about a minute to wake.",
  },
  ...compute.map(({ id, title, cpu, memory }): Offer => ({
    id: `web.${id}`,
    title,
    serves: services,
    cpu: fixed(cpu),
    memoryGiB: fixed(memory),
    scaling: { type: "always", maxInstances: 100 },
  })),
  ...compute
    .filter(({ id }) => cron.some((name) => name === id))
    .map(({ id, title, cpu, memory }): Offer => ({
      id: `cron.${id}`,
      title: `Cron job ${title}`,
      serves: ["job"],
      cpu: fixed(cpu),
      memoryGiB: fixed(memory),
      maxStorageGiB: 0,
      scaling: perRun(0),
    })),
  {
    id: "postgres.free",
    title: "Postgres Free",
    serves: ["postgres"],
    cpu: fixed(0.1),
    memoryGiB: fixed(0.25),
    maxStorageGiB: 1,
    scaling: { type: "always", maxInstances: 1 },
    temporary: true,
    terms: "Is deleted after 30 days.",
  },
  ...postgres.map(({ id, cpu, memory }): Offer => ({
    id: `postgres.${id}`,
    title: `Postgres ${id}`,
    serves: ["postgres"],
    cpu: fixed(cpu),
    memoryGiB: fixed(memory),
    scaling: { type: "always", maxInstances: 1 },
  })),
  ...keyValue.map((plan): Offer => ({
    id: `keyvalue.${plan.id}`,
    title: `Key Value ${plan.id}`,
    serves: ["redis"],
    cpu: fixed(0.1),
    memoryGiB: fixed(plan.memory),
    scaling: { type: "always", maxInstances: 1 },
    ...("terms" in plan ? { terms: plan.terms, needsConsent: true } : {}),
  })),
]

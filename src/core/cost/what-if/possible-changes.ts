import type { Candidate } from "../candidate/candidate.ts"
import { emptyServiceWorkload } from "../workload/workload.ts"
import type { PriceBook } from "../price-book.ts"
import type { Combination } from "../stack/combination.ts"
import { hostedModels, offersWithTerms } from "./named-offers.ts"
import type { PricedStack, TitledChange } from "./what-if.ts"

/** Changes that might save something where the stack stands now. Whether they do is computed. */
export function possibleChanges(
  stack: PricedStack,
  { candidates }: Combination,
  books: readonly PriceBook[],
): readonly TitledChange[] {
  return [
    ...candidates.flatMap((candidate) => [
      ...shorterIdle(candidate, stack),
      ...otherGpus(candidate, stack),
      ...noWarmInstances(candidate, stack),
      ...offersWithTerms(candidate, stack, books),
      ...hostedModels(candidate, books),
    ]),
    ...betterCache(stack),
    ...withoutPing(stack),
    ...spot(candidates, books),
    ...otherPlaces(stack, books),
  ]
}

function shorterIdle(
  { item, offer, usage }: Candidate,
  stack: PricedStack,
): readonly TitledChange[] {
  const { scaling } = offer
  const service = stack.project.services.find(({ name }) => name === item)
  if (scaling.type !== "on-demand" || usage.warmInstances > 0 || service === undefined) return []
  const now = (service.scale.idleMs ?? scaling.idleSeconds.default * 1000) / 1000
  return [30, 10]
    .filter((seconds) => seconds < now && seconds >= scaling.idleSeconds.min)
    .map((seconds) => ({
      text: `${item}.idle=${seconds}s`,
      title: `Close an idle instance of "${item}" after ${seconds} s instead of ${now} s; more requests wait for a start.`,
      workload: {},
      services: [{ service: item, scale: { idleMs: seconds * 1000 } }],
    }))
}

function otherGpus({ item, gpu }: Candidate, { workload }: PricedStack): readonly TitledChange[] {
  if (gpu === undefined) return []
  const { gpuSeconds } = workload.services.get(item) ?? emptyServiceWorkload
  return Object.keys(gpuSeconds)
    .filter((type) => type !== gpu.type)
    .map((type) => ({
      text: `${item}.gpu=${type}`,
      title: `Run "${item}" on ${type} instead of ${gpu.type}.`,
      workload: {},
      services: [{ service: item, gpu: type }],
    }))
}

function noWarmInstances({ item }: Candidate, { project }: PricedStack): readonly TitledChange[] {
  const service = project.services.find(({ name }) => name === item)
  if (service === undefined || service.scale.min === 0) return []
  if (service.kind !== "web" && service.kind !== "inference") return []
  return [
    {
      text: `${item}.min=0`,
      title: `Let "${item}" close when nobody asks (scale.min 0); the first request then waits.`,
      workload: {},
      services: [{ service: item, scale: { min: 0 } }],
    },
  ]
}

function betterCache({ workload, project }: PricedStack): readonly TitledChange[] {
  const half = 0.5
  if (workload.cacheHits >= half || project.services.length < 2) return []
  return [
    {
      text: "cacheHits=50%",
      title: "Answer half of the requests from a cache, without the services behind.",
      workload: { cacheHits: half },
      services: [],
    },
  ]
}

function withoutPing({ workload }: PricedStack): readonly TitledChange[] {
  if (workload.pingSeconds === undefined) return []
  return [
    {
      text: "ping=off",
      title: `Stop asking every ${workload.pingSeconds} s to keep the stack awake.`,
      workload: { pingSeconds: undefined },
      services: [],
    },
  ]
}

function spot(
  candidates: readonly Candidate[],
  books: readonly PriceBook[],
): readonly TitledChange[] {
  const used = new Set(candidates.map(({ platform }) => platform))
  const offered = books.some(
    ({ platform, offers }) =>
      used.has(platform) && offers.some(({ interruptible }) => interruptible === true),
  )
  if (!offered) return []
  return [
    {
      text: "spot=yes",
      title: "Run on capacity that may be taken away at any moment.",
      workload: {},
      services: [],
      interruptible: true,
    },
  ]
}

/** Each part on each other place that the manifest allows. */
function otherPlaces(
  { project }: PricedStack,
  books: readonly PriceBook[],
): readonly TitledChange[] {
  const priced = new Set(books.map(({ platform }) => platform))
  return [...project.services, ...project.resources].flatMap(({ name, placement }) =>
    placement.targets
      .filter((target) => target !== placement.platform && priced.has(target))
      .map((target) => ({
        text: `${name}.target=${target}`,
        title: `Move "${name}" from ${placement.platform} to ${target}.`,
        workload: {},
        services: [{ service: name, target }],
      })),
  )
}

import type { PoolLoad } from "../../core/cost/pool/pool-load.ts"
import { type PoolMonth, simulatePool } from "../../core/cost/pool/simulate-pool.ts"
import type { StackMarket } from "../../core/cost/stack/price-project.ts"
import type { Manifest } from "../../core/manifest/schema/manifest.ts"
import type { Context } from "../context.ts"
import type { LoadedProject } from "../load-project.ts"
import { findRefusals, optionsOn, refusalKey } from "./platform-refusals.ts"

export interface MarketOptions {
  readonly scope: StackMarket["scope"]
  /** Their prices are a large table, of use only where it is known how many tokens a request takes. */
  readonly hostedModels: boolean
}

export interface OpenMarket {
  readonly market: StackMarket
  /** Ids of the platforms that aidep can deploy to. */
  readonly deployable: ReadonlySet<string>
}

/** Price books, what platforms refuse, and what the manifest promises: all that prices a project. */
export async function openMarket(
  { parsed, project, input }: Pick<LoadedProject, "parsed" | "project" | "input">,
  { scope, hostedModels }: MarketOptions,
  { prices, platforms }: Pick<Context, "prices" | "platforms">,
): Promise<OpenMarket> {
  const books = [...(await prices.load()), ...(hostedModels ? await prices.loadTokens() : [])]
  const providers = await platforms.load(books.map(({ platform }) => platform))
  const { said, deployable } = findRefusals(project, input, providers)
  const market: StackMarket = {
    books,
    simulate: rememberSimulations(),
    refusal: (item, platform) => said.get(refusalKey(item, platform)),
    scope,
    options: (item, platform) => optionsOn(platform, item, parsed.manifest),
    asked: new Map(),
    interruptible: false,
    ...promisesOf(parsed.manifest),
  }
  return { market, deployable }
}

function promisesOf({ slo, budget }: Manifest): Pick<StackMarket, "goals" | "budget"> {
  return {
    goals: {
      availability: slo?.availability,
      p99Seconds: slo?.p99 === undefined ? undefined : slo.p99 / 1000,
    },
    budget:
      budget === undefined
        ? undefined
        : { monthly: budget.monthly, onExceed: budget.onExceed ?? "warn" },
  }
}

/** Platforms with the same idle window, and the same stack with another price, ask for the same simulation. */
function rememberSimulations(): (load: PoolLoad) => PoolMonth {
  const known = new Map<string, PoolMonth>()
  return (load) => {
    const key = JSON.stringify(load)
    const month = known.get(key) ?? simulatePool(load)
    known.set(key, month)
    return month
  }
}

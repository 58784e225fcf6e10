import type { PagePrice, PricePage } from "aidep/provider"
import { parse } from "csv-parse/sync"
import { z } from "zod"

/** One kind of machine in one zone; clouds order and fill the columns differently. */
const row = z.object({
  InstanceType: z.string(),
  Price: z.coerce.number().positive(),
  Region: z.string(),
})

export interface MachineCatalog {
  /** Folder of the cloud in the catalogue. */
  readonly cloud: string
  readonly title: string
  /** Region whose prices the book has; undefined: any, they are the same everywhere. */
  readonly region?: string
  /** Ids of prices an hour by the catalogue's type of machine. */
  readonly ids: Readonly<Record<string, string>>
}

/** A table of the catalogue that SkyPilot keeps, most of it anew every seven hours. Other machines are left out. */
export function catalogPage({ cloud, title, region, ids }: MachineCatalog): PricePage {
  return {
    url: `https://raw.githubusercontent.com/skypilot-org/skypilot-catalog/master/catalogs/v8/${cloud}/vms.csv`,
    title,
    ids: Object.values(ids),
    read: (text) => {
      const found = new Map<string, PagePrice>()
      for (const { InstanceType, Price, Region } of rowsOf(text)) {
        const id = ids[InstanceType]
        if (id === undefined || (region !== undefined && Region !== region)) continue
        if (!found.has(id)) found.set(id, { id, usd: Price })
      }
      return [...found.values()]
    },
  }
}

function rowsOf(text: string): readonly z.infer<typeof row>[] {
  try {
    const rows: readonly unknown[] = parse(text, { columns: true, skip_empty_lines: true })
    return rows.flatMap((each) => row.safeParse(each).data ?? [])
  } catch {
    return []
  }
}

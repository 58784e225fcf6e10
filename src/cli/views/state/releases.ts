import type { ChalkInstance } from "chalk"
import type { ListedRelease, ListedReleases } from "../../../workflows/state/list-releases.ts"
import { tableText } from "../table.ts"
import { secondsOf } from "./seconds-of.ts"

/** One line a release, the newest first. */
export function releasesText(result: ListedReleases, style: ChalkInstance): string {
  const { environment, releases, rollbackPoint } = result
  if (releases.length === 0) return `Nothing was released in "${environment}" yet.`
  const header = ["  release", "made", "verdict", "restores", "services"].map((title) =>
    style.dim(title),
  )
  const rows = releases.map((release) => releaseRow(release, style))
  const point =
    rollbackPoint === undefined
      ? "There is none to go back to: none before the newest was proven."
      : `"aidep rollback" would bring back ${rollbackPoint}.`
  return `Releases of "${environment}":\n${tableText([header, ...rows])}\n\n${point}`
}

function releaseRow(release: ListedRelease, style: ChalkInstance): readonly string[] {
  const { id, madeAt, verdict, restores, services } = release
  const colours = {
    live: style.green,
    "live (platform evidence)": style.green,
    "not-live": style.red,
    unknown: style.yellow,
  }
  const byPlatform = Map.groupBy(services, ({ platform }) => platform)
  const places = [...byPlatform].map(
    ([platform, placed]) => `${placed.map(({ name }) => name).join(", ")} on ${platform}`,
  )
  return [
    `  ${style.bold(id)}`,
    secondsOf(madeAt),
    colours[verdict](verdict),
    restores ?? "",
    places.join("; "),
  ]
}

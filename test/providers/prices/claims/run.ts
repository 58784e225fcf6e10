import { claims, uncheckable } from "./all-claims.ts"
import { shown, verdictOf } from "./claim.ts"

/** Prints every claim with what comes out, as a table in Markdown. */
const rows = claims.map((claim) => {
  const computed = claim.compute()
  const verdict = verdictOf(claim, computed)
  const { id, says, because, claimed, unit } = claim
  return `| ${id} | ${says} | ${shown(claimed, unit)} | ${shown(computed, unit)} | ${verdict} | ${because} |`
})
const counts = Map.groupBy(claims, (claim) => verdictOf(claim, claim.compute()))

console.log("| | claim | claimed | computed | verdict | because |")
console.log("| --- | --- | --- | --- | --- | --- |")
console.log(rows.join("\n"))
console.log(
  `\n${claims.length} claims: ${[...counts].map(([verdict, list]) => `${verdict} ${list.length}`).join(", ")}.`,
)
for (const { id, says, why } of uncheckable) console.log(`Not checked: ${id} "${says}". ${why}`)

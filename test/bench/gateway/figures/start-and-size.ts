import { globSync, readFileSync, statSync } from "node:fs"
import { dirname } from "node:path"
import { gzipSync } from "node:zlib"
import { builtGateway } from "../../../torture/gateway/support/built-gateway.ts"
import { median } from "../../measure.ts"
import type { Scale } from "../scale.ts"
import { gateway, mockUpstream } from "../targets/target.ts"
import type { Figure } from "./figure.ts"

const bytesPerKb = 1000

/** How soon the gateway takes requests after its start, and how large what is deployed is. */
export async function startAndSize(folder: string, { starts }: Scale): Promise<readonly Figure[]> {
  const upstream = await mockUpstream({})
  const readyMs: number[] = []
  for (let index = 0; index < starts; index += 1) {
    const { process } = await gateway(upstream, { folder })
    readyMs.push(process.readyMs)
    await process.stop()
  }
  await upstream.stop()
  const { node, worker } = await builtGateway()
  const nodeBytes = globSync("**/*.js", { cwd: dirname(node) })
    .map((name) => `${dirname(node)}/${name}`)
    .filter((file) => file !== worker)
    .reduce((sum, file) => sum + statSync(file).size, 0)
  return [
    {
      name: `ready after its start, median of ${starts}`,
      measured: median(readyMs),
      unit: "ms",
      digits: 0,
      atMost: 300,
    },
    {
      name: "bundle for Node",
      measured: nodeBytes / bytesPerKb,
      unit: "KB",
      digits: 0,
      atMost: 1000,
    },
    {
      name: "bundle for Workers, compressed",
      measured: gzipSync(readFileSync(worker)).length / bytesPerKb,
      unit: "KB",
      digits: 0,
      atMost: 200,
    },
  ]
}

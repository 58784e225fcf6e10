import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import {
  type GatewayProcess,
  startGatewayProcess,
} from "../../../torture/gateway/support/gateway-process.ts"
import { type IssuedKey, keyCommands } from "../../../torture/gateway/support/issued-keys.ts"
import { launchRedis, type OwnRedis } from "../../../torture/gateway/support/own-redis.ts"
import { Callers } from "./callers.ts"
import { type FaultyUpstream, faultyUpstream } from "./faulty-upstream.ts"
import { type Growth, watchGrowth } from "./watch.ts"

const loadShare = 0.7
const mostGrowthMb = 15
const moreFiles = 40
/** The gateway reads its keys again at the latest after five seconds. */
const keysKnownMs = 7000

export interface SoakResult {
  readonly findings: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

interface Place {
  readonly redis: OwnRedis
  readonly upstream: FaultyUpstream
  readonly store: string
  readonly keys: readonly IssuedKey[]
  readonly callers: Callers
}

/** A load of 70 % of what this machine can do, with one fault after the other; answers with all that went wrong. */
export async function soak(folder: string, seconds: number): Promise<SoakResult> {
  const store = join(folder, "keys.json")
  const place: Place = {
    redis: await launchRedis(),
    upstream: await faultyUpstream(),
    store,
    keys: await issueKeys(store),
    callers: new Callers(),
  }
  const first = await startGateway(place)
  const started = [first]
  try {
    place.callers.aim({ url: first.url, keys: place.keys.map(({ key }) => key) })
    const rate = (await place.callers.capacity(Math.min(10, seconds / 12))) * loadShare
    console.log(`${rate.toFixed(0)} requests a second for ${seconds} seconds.`)
    const stop = place.callers.atRate(rate)
    const growth = watchGrowth(first.pid)
    const revokedOpens = await withFaults(place, seconds)
    const grown = growth()
    const second = await startGateway(place)
    started.push(second)
    const exit = await handOver(first, second, place)
    await stop()
    const left = await leftBehind(second, place)
    return verdict(place, { revokedOpens, grown, exit, left })
  } finally {
    for (const gateway of started) await gateway.stop()
    await place.upstream.server.close()
    await place.redis.end()
  }
}

/** The faults one after the other; answers whether a revoked key was still good. */
async function withFaults(place: Place, seconds: number): Promise<boolean> {
  const { redis, upstream, callers, keys, store } = place
  const part = seconds * 1000
  await pause(part * 0.15)
  console.error("Redis is stopped")
  await redis.stop()
  await pause(part * 0.1)
  console.error("Redis is back")
  await redis.restart()
  await pause(part * 0.1)
  console.error("Redis never answers")
  redis.freeze()
  await pause(part * 0.05)
  redis.thaw()
  console.error("the upstream resets everything")
  upstream.setDown(true)
  await pause(part * 0.05)
  upstream.setDown(false)
  console.error("a key is revoked")
  const [revoked] = keys
  await keyCommands(store).run("revoke", revoked?.id ?? "")
  await pause(keysKnownMs)
  callers.byKey.clear()
  await pause(part * 0.45)
  const statuses = callers.byKey.get(revoked?.key ?? "") ?? new Set()
  return [...statuses].some((status) => status !== 401)
}

/** A new process takes over, as in a deployment, and the old one is asked to stop; answers with its exit code. */
async function handOver(
  first: GatewayProcess,
  second: GatewayProcess,
  { callers, keys }: Place,
): Promise<number | null> {
  callers.aim({ url: second.url, keys: keys.slice(1).map(({ key }) => key) })
  first.child.kill("SIGTERM")
  const exit = await first.exit
  await pause(2000)
  return exit
}

/** Requests and streams that a gateway still counts when nobody has asked for a while. */
async function leftBehind({ url }: GatewayProcess, { keys }: Place): Promise<number> {
  const headers = { authorization: `Bearer ${keys[1]?.key}` }
  let left = 0
  for (let look = 0; look < 50; look += 1) {
    const text = await (await fetch(`${url}/metrics`, { headers })).text()
    const value = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, "m").exec(text)?.[1])
    // The look itself is a request.
    left = value("gateway_requests_in_flight") - 1 + value("gateway_streams_active")
    if (left === 0) return 0
    await pause(100)
  }
  return left
}

async function startGateway({
  upstream,
  redis,
  store,
}: Pick<Place, "upstream" | "redis" | "store">) {
  return await startGatewayProcess({
    UPSTREAM_URL: upstream.server.url,
    KEY_STORE: store,
    REDIS_URL: redis.url,
    RATE_LIMIT: "1000000/1s",
    STREAM_LIMIT: "10000",
    BREAKER_OPEN: "1s",
    BREAKER_WINDOW: "2s",
    LOG_LEVEL: "error",
  })
}

async function issueKeys(store: string): Promise<readonly IssuedKey[]> {
  const keys: IssuedKey[] = []
  for (const tenant of ["acme", "beta", "gamma"])
    keys.push(await keyCommands(store).issue(tenant, "--scopes", "inference,metrics"))
  return keys
}

function verdict(
  { callers, upstream }: Place,
  {
    revokedOpens,
    grown,
    exit,
    left,
  }: { revokedOpens: boolean; grown: Growth; exit: number | null; left: number },
): SoakResult {
  const twice = upstream.answeredTwice()
  const findings = [
    ...callers.wrong,
    ...(twice > 0 ? [`${twice} questions were answered more than once.`] : []),
    ...(revokedOpens ? ["A revoked key was still good."] : []),
    ...(grown.mb > mostGrowthMb ? [`Memory grew by ${grown.mb.toFixed(1)} MB.`] : []),
    ...(grown.files > moreFiles ? [`There are ${grown.files} more open files.`] : []),
    ...(left === 0 ? [] : [`${left} requests or streams are still counted at the end.`]),
    ...(exit === 0 ? [] : [`The gateway that was asked to stop ended with ${exit}.`]),
  ]
  const counts = [...callers.counts].toSorted(([, a], [, b]) => b - a)
  const rows = [
    ["", ""],
    ...counts.map(([outcome, count]) => [outcome, String(count)]),
    ["memory at most", `${grown.peakMb.toFixed(0)} MB`],
    ["memory grown by", `${grown.mb.toFixed(1)} MB`],
    ["open files at most", String(grown.mostFiles)],
  ]
  return { findings, rows }
}

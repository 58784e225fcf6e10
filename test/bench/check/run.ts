import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import * as z from "zod"
import { report } from "../measure.ts"

// Checks 1,000 endpoints, and 1,000 that never stop sending: "npm run bench:check"; "--short" has a faster slowest one.
const slowestMs = process.argv.includes("--short") ? 1000 : 5000
const endpoints = 1000

const measured = z.object({
  tookMs: z.number(),
  slowestMs: z.number(),
  passed: z.int(),
  codes: z.array(z.string()),
  peakMiB: z.number(),
})

const folder = mkdtempSync(join(tmpdir(), "aidep-bench-"))
const server = await start("endpoints", [], {
  SLOWEST_MS: String(slowestMs),
  ENDPOINTS: String(endpoints),
})
try {
  const origin = `http://127.0.0.1:${z.int().parse(await message(server))}`
  const each = await check(origin, "each")
  const long = await check(origin, "/long")
  console.log(
    `        ${endpoints} endpoints: ${(each.tookMs / 1000).toFixed(2)} s, the slowest ${(each.slowestMs / 1000).toFixed(2)} s; ${endpoints} without an end: ${(long.tookMs / 1000).toFixed(2)} s, ${long.codes.join(", ")}`,
  )
  const within = [
    report({
      name: "endpoints that did not pass",
      measured: endpoints - each.passed,
      limit: 0,
      unit: "",
    }),
    report({
      name: "checks against 1.2 x the slowest and a second",
      measured: each.tookMs / (1.2 * each.slowestMs + 1000),
      limit: 1,
      unit: "x",
    }),
    report({ name: "peak memory", measured: each.peakMiB, limit: 200, unit: "MiB" }),
    report({
      name: "endpoints without an end that passed",
      measured: long.passed,
      limit: 0,
      unit: "",
    }),
    report({
      name: "peak memory where none has an end",
      measured: long.peakMiB,
      limit: 400,
      unit: "MiB",
    }),
  ]
  process.exitCode = within.every(Boolean) ? 0 : 1
} finally {
  server.kill()
  rmSync(folder, { recursive: true })
}

async function check(origin: string, path: string): Promise<z.output<typeof measured>> {
  return measured.parse(
    await message(await start("check-endpoints", [origin, path, String(endpoints)], {})),
  )
}

/** As it is published: in one file, without a loader for TypeScript, which has memory of its own. */
async function start(
  name: string,
  args: readonly string[],
  variables: NodeJS.ProcessEnv,
): Promise<ChildProcess> {
  const outfile = join(folder, `${name}.mjs`)
  await build({
    entryPoints: [fileURLToPath(new URL(`${name}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  })
  return fork(outfile, [...args], { env: { ...process.env, ...variables } })
}

/** The first message of a process, which fails where the process ends without one. */
async function message(child: ChildProcess): Promise<unknown> {
  const ended = once(child, "exit").then(([code]: unknown[]) => {
    throw new Error(`It ended with ${String(code)} before it said anything.`)
  })
  const [first]: unknown[] = await Promise.race([once(child, "message"), ended])
  return first
}

import { entry, exitCodes } from "aidep/provider"

const { failed, unavailable } = exitCodes

export const notAWorker = entry<{ service: string; is: string }>({
  code: "local/not-a-worker",
  severity: "error",
  title: "A service cannot run in workerd.",
  message: ({ service, is }) => `"${service}" cannot run in workerd, because it is ${is}.`,
  hint: () => 'Remove "runtime: workerd" from its options for "local": then a process runs it.',
  explanation:
    "The runtime of Cloudflare Workers, workerd, runs web services and jobs in JavaScript. It calls the handlers that the Worker entry exports, for a request or at a time of day, and starts no programs.",
  example: {
    wrong: "mailer: { kind: worker, platforms: { local: { runtime: workerd } } }",
    right: "gateway: { kind: web, platforms: { local: { runtime: workerd } } }",
  },
})

export const unusedByWorker = entry<{ field: string }>({
  code: "local/unused-by-worker",
  severity: "warning",
  title: "A field has no effect on a Worker.",
  message: ({ field }) => `"${field}" has no effect on a service that runs in workerd.`,
  hint: () => 'Remove it, or "runtime: workerd" from the options for "local".',
  explanation:
    "A Worker has no process that a command starts, no disk, and no step before a deploy, on this machine as on Cloudflare.",
  example: {
    wrong: "gateway: { command: [node, main.js], platforms: { local: { runtime: workerd } } }",
    right: "gateway: { platforms: { local: { runtime: workerd, main: src/worker.ts } } }",
  },
})

export const wranglerMissing = entry<{ item: string; folder: string }>({
  code: "local/wrangler-missing",
  severity: "error",
  exit: unavailable,
  title: "There is no wrangler to bundle a Worker with.",
  message: ({ item, folder }) =>
    `"${item}" cannot run in workerd, because wrangler is neither installed in "${folder}" or above it, nor in PATH.`,
  hint: () =>
    'Install it in the project with "npm install --save-dev wrangler", then deploy again.',
  explanation:
    "A Worker is bundled by wrangler, as for Cloudflare, and run by the miniflare that comes with it, so that it runs here as it does there. aidep does not bring wrangler along, since most projects have no Worker.",
})

export const bundleFailed = entry<{ item: string; command: string; why: string }>({
  code: "local/bundle-failed",
  severity: "error",
  exit: failed,
  title: "A Worker could not be bundled.",
  message: ({ item, command, why }) => `"${item}" could not be bundled: "${command}" ${why}.`,
  hint: () =>
    'Read its last lines, correct the source or the option "main" for "local", then deploy again.',
  explanation:
    "The Worker entry is bundled by wrangler, with all that it imports. Its own last lines say what is wrong.",
})

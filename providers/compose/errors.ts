import { entry } from "aidep/provider"

export const leftOut = entry<{ service: string; missing: "language" | "start command" }>({
  code: "compose/left-out",
  severity: "warning",
  title: "A service is not in the Compose files.",
  message: ({ service, missing }) =>
    `"${service}" is not in compose.yaml, because its ${missing} is not known.`,
  hint: ({ missing }) =>
    missing === "language"
      ? 'Add "runtime" and "command" to the service, or put a Dockerfile into its folder.'
      : 'Add "command" to the service, or put a Dockerfile into its folder.',
  explanation:
    "The Compose files run the whole project on one machine, also services that are placed on other platforms. A service whose image aidep cannot make is left out, and variables that hold its address are then read from .env. Where the Compose files are not wanted, `platforms: { compose: false }` leaves them out altogether.",
  example: {
    wrong: "worker: { kind: worker, source: ./worker, targets: [cloudflare] }",
    right:
      "worker: { kind: worker, source: ./worker, targets: [cloudflare], command: [node, worker.js] }",
  },
})

export const rateRounded = entry<{ from: string; to: string }>({
  code: "compose/rate-rounded",
  severity: "warning",
  title: "nginx counts whole requests a second or a minute.",
  message: ({ from, to }) =>
    `The rate limit ${from} becomes ${to} in compose.production.yaml, since nginx counts whole requests a minute.`,
  hint: () => "Nothing has to be done. A limit that is a whole number a minute is kept as it is.",
  explanation:
    "The rate of nginx's limit_req is a whole number of requests a second or a minute. A limit between two of them becomes the higher one.",
})

export const composeErrors = [leftOut, rateRounded]

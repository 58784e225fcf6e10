import { entry } from "../catalogue-entry.ts"

export const certificateEnds = entry<{ host: string; days: number; date: string }>({
  code: "probe/certificate-ends-soon",
  severity: "warning",
  title: "A certificate ends soon.",
  message: ({ host, days, date }) =>
    `The certificate of "${host}" ends in ${days === 1 ? "1 day" : `${days} days`}, on ${date}.`,
  hint: () => "Renew it now, and find out why that did not happen by itself.",
  explanation:
    "Platforms renew certificates about a month before they end. One that is closer to its end was not renewed: a DNS record changed, or a challenge does not come through.",
})

export const plainHttp = entry<{ host: string; found: string }>({
  code: "probe/plain-http",
  severity: "warning",
  title: "Requests without TLS are answered.",
  message: ({ host, found }) => `"http://${host}" does not lead to "https://${host}": ${found}.`,
  hint: () => "Switch on the redirect to https at the edge or the platform.",
  explanation:
    "Whoever writes http by mistake sends prompts and keys that everybody on the way can read, and notices nothing.",
  example: {
    wrong: "http://api.example.com answers 200",
    right: "http://api.example.com answers 308 with location: https://api.example.com/",
  },
})

export const danglingName = entry<{ name: string; target: string }>({
  code: "probe/dangling-name",
  severity: "error",
  title: "A name points at a host name that does not exist.",
  message: ({ name, target }) => `"${name}" points at "${target}", which does not exist.`,
  hint: ({ name }) => `Remove the record of "${name}" now, or point it at what stands.`,
  explanation:
    "The record is left over from a service that is gone. Whoever registers that host name with the platform next answers under your name, with a certificate that is valid for it.",
})

export const unknownHost = entry<{ name: string; reason: string }>({
  code: "probe/unknown-host",
  severity: "error",
  title: "A host name cannot be resolved.",
  message: ({ name, reason }) => `"${name}" cannot be resolved (${reason}).`,
  hint: () => "Add the DNS record, and give it some minutes to spread.",
  explanation: "No record of the name leads to an address.",
})

export const notOpenAi = entry<{ service: string; fault: string }>({
  code: "probe/not-openai",
  severity: "error",
  title: "A model does not answer as OpenAI's API does.",
  message: ({ service, fault }) => `"${service}" does not answer as OpenAI's API does: ${fault}`,
  hint: ({ service }) =>
    `See "aidep logs ${service}"; a service with another API leaves "model" out of the manifest.`,
  explanation:
    "Services with a model are asked for their list of models and for a short answer as a stream, because the gateway and OpenAI's clients ask them so.",
})

export const otherModel = entry<{ service: string; wanted: string; served: readonly string[] }>({
  code: "probe/other-model",
  severity: "warning",
  title: "Another model is served than the manifest names.",
  message: ({ service, wanted, served }) =>
    `"${service}" serves ${served.map((id) => `"${id}"`).join(", ")}, and the manifest names "${wanted}".`,
  hint: () => 'Deploy again, or correct "model.id".',
  explanation:
    "The list of models is what clients choose from. One that lacks the model of the manifest comes from an older deployment, or from a server that was told another name.",
})

export const noFinishReason = entry<{ service: string }>({
  code: "probe/no-finish-reason",
  severity: "warning",
  title: "A stream does not say why it ended.",
  message: ({ service }) => `The stream of "${service}" ends without a "finish_reason".`,
  hint: () => 'Send it in the last part of each choice: "stop", "length" or "tool_calls".',
  explanation:
    "Clients tell an answer that is whole from one that was cut at the limit of tokens by the finish_reason of the last part.",
})

export const silentStream = entry<{ service: string }>({
  code: "probe/silent-stream",
  severity: "error",
  title: "A stream carries no text.",
  message: ({ service }) => `The stream of "${service}" ended in order and carried no text.`,
  hint: ({ service }) => `See "aidep logs ${service}": the model stopped before its first token.`,
  explanation:
    "A model that ends at once was given a wrong chat template, wrong stop words, or no room for tokens.",
})

export const allAtOnce = entry<{ service: string; events: number }>({
  code: "probe/stream-at-once",
  severity: "warning",
  title: "A stream comes all at once.",
  message: ({ service, events }) =>
    `The ${events} events of the stream of "${service}" came together at the end.`,
  hint: () =>
    "Switch off buffering on the way: compression, a proxy that waits for the whole body.",
  explanation:
    "Callers wait for the last token before they see the first one. Proxies that buffer or compress event streams do that.",
  example: {
    wrong: "proxy_buffering on;",
    right: "proxy_buffering off;",
  },
})

export const noRateLimit = entry<{ service: string; sent: number; limit: number }>({
  code: "probe/no-rate-limit",
  severity: "error",
  title: "A limit is stated and does not hold.",
  message: ({ service, sent, limit }) =>
    `"${service}" answered ${sent} requests without a 429, where ${limit} are allowed.`,
  hint: () =>
    "See whether the limit is set where these requests arrive, and counts over all instances.",
  explanation:
    "Several instances that count for themselves let through a multiple of the limit. A limit that is not there at all lets one caller use up the month's budget.",
})

export const noKnownLimit = entry<{ service: string; sent: number }>({
  code: "probe/no-limit-met",
  severity: "warning",
  title: "No limit was met.",
  message: ({ service, sent }) =>
    `"${service}" answered all of ${sent} requests, and neither its headers nor the manifest state a limit.`,
  hint: () => 'Set "RATE_LIMIT" of the gateway or "rateLimit" of the edge.',
  explanation:
    "Without a limit one caller with a loop in a script uses up what all of them share, and the budget with it.",
})

export const noRetryAfter = entry<{ service: string }>({
  code: "probe/no-retry-after",
  severity: "warning",
  title: "Refused callers are not told when to come back.",
  message: ({ service }) => `The 429 of "${service}" has no "Retry-After".`,
  hint: () => 'Send "Retry-After" with the seconds to wait.',
  explanation: "Clients without it try again at once, and make matters worse.",
})

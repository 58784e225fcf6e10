import { entry } from "../catalogue-entry.ts"
import { exitCodes } from "../exit-codes.ts"

export const missingCredential = entry<{ service: string; as: string; secret: string }>({
  code: "check/missing-credential",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "A check has nothing to identify itself with.",
  message: ({ service, as, secret }) =>
    `"${service}" cannot be asked as "${as}", because the secret "${secret}" has no value.`,
  hint: ({ secret }) => `Set it in the environment or in ".env": ${secret}=...`,
  explanation:
    'Checks with "as: api-key" send the first key of the secret API_KEYS, which holds keys separated by commas, in the header X-API-Key. Checks with "as: internal" send the derived token of the service, which needs the project\'s AIDEP_SECRET_KEY; a service that runs elsewhere has its token in <NAME>_TOKEN. Without the value nothing is sent, because an empty header would prove nothing.',
  example: {
    wrong: "aidep check --live",
    right: "API_KEYS=first-key,second-key aidep check --live",
  },
})

export const unusableCredential = entry<{ service: string; secret: string }>({
  code: "check/unusable-credential",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "A credential cannot be sent in a header.",
  message: ({ service, secret }) =>
    `"${service}" cannot be asked, because the secret "${secret}" holds a character that no header can carry.`,
  hint: ({ secret }) =>
    `Set "${secret}" again with letters, digits and punctuation only: no line breaks, no umlauts.`,
  explanation:
    "Headers carry plain ASCII characters in one line. Such a value usually comes from a file that was pasted with more than the key.",
})

export const unusableAddress = entry<{ url: string; why: string }>({
  code: "check/unusable-address",
  severity: "error",
  exit: exitCodes.usage,
  title: "An address to ask cannot be used.",
  message: ({ url, why }) => `"${url}" cannot be asked: ${why}.`,
  hint: () => 'Write "--url https://api.example.com", or "--url SERVICE=https://api.example.com".',
  explanation:
    "The paths of the checks are put behind the address, so it has a scheme, a host and perhaps a path, and nothing behind that: no query, no user and no password. Before an equals sign may stand the service that the address belongs to.",
  example: {
    wrong: "aidep check --live --url api.example.com?debug=1",
    right: "aidep check --live --url https://api.example.com",
  },
})

export const ambiguousAddress = entry<{ url: string; services: readonly string[] }>({
  code: "check/ambiguous-address",
  severity: "error",
  exit: exitCodes.usage,
  title: "An address could belong to several services.",
  message: ({ url, services }) =>
    `"${url}" could be the address of any of these: ${services.join(", ")}. Nothing was asked.`,
  hint: ({ url, services }) => `Name the service: "--url ${services[0] ?? "SERVICE"}=${url}".`,
  explanation:
    "An address alone belongs to the service behind the edge, or to the only service that has checks. With several, the others would be asked at an address that is not theirs.",
  example: {
    wrong: "aidep check --live --url https://api.example.com",
    right: "aidep check --live --url gateway=https://api.example.com",
  },
})

export const noAddress = entry<{ service: string }>({
  code: "check/no-address",
  severity: "error",
  title: "A service has no address to ask.",
  message: ({ service }) => `"${service}" has no address to ask.`,
  hint: ({ service }) =>
    `See "aidep status": deploy "${service}", or give its address with "--url ${service}=URL".`,
  explanation:
    "Checks are sent from outside. Workers, jobs, services on a private network and what is not deployed have no address that could be asked.",
})

export const notWarm = entry<{ probes: number; tookMs: number }>({
  code: "check/not-warm",
  severity: "error",
  title: "A service did not warm up in time.",
  message: ({ probes, tookMs }) =>
    `It did not warm up: after ${probes === 1 ? "1 probe" : `${probes} probes`} in ${Math.round(tookMs).toLocaleString("en-US")} ms the answer was still not right.`,
  hint: () => 'See what it does while it starts with "aidep logs", or raise "warmUp".',
  explanation:
    "A check with warmUp asks until the answer is right, and only then is made and timed. The finding below says what was wrong with the last answer.",
})

export const unreachable = entry<{ reason: string }>({
  code: "check/unreachable",
  severity: "error",
  title: "No connection came about.",
  message: ({ reason }) => reason,
  hint: () => 'See with "aidep status" whether it runs, and with "aidep logs" why it does not.',
  explanation:
    "The name has an address, and nothing there takes connections: the process is down, listens on another port or on loopback only, or a firewall drops what comes.",
})

export const unknownName = entry<{ reason: string }>({
  code: "check/unknown-name",
  severity: "error",
  title: "A host name does not exist.",
  message: ({ reason }) => reason,
  hint: () => "Compare the DNS record with the host name that the platform gave the service.",
  explanation:
    "The name has no address. A record that was made a moment ago takes minutes to spread. A record that points at a host name of a platform that no longer exists is worse: whoever takes that host name next gets the traffic.",
})

export const privateAddress = entry<{ reason: string }>({
  code: "check/private-address",
  severity: "error",
  title: "A public name leads into a private network.",
  message: ({ reason }) => reason,
  hint: () =>
    'Correct the DNS record or the redirect; where a private network is meant, add "--private-addresses".',
  explanation:
    "A name from outside that leads to loopback, to a private network or to the metadata service of a cloud makes whoever asks it send requests, with keys, to machines that are nobody else's business. So nothing is sent, also after a redirect, unless the address to ask is itself one of this machine or of its network.",
  example: {
    wrong: "api.example.com.  A  10.0.0.7",
    right: "api.example.com.  CNAME  api.platform.example.",
  },
})

export const insecure = entry<{ reason: string }>({
  code: "check/insecure",
  severity: "error",
  title: "No connection that can be trusted came about.",
  message: ({ reason }) => reason,
  hint: () =>
    "Renew the certificate with its whole chain, for this very name; callers are refused until then.",
  explanation:
    "The certificate has ended, is for another name, comes without its intermediate certificates, or nobody that is trusted vouches for it. No request was sent.",
})

export const neverAnswered = entry<{ reason: string }>({
  code: "check/never-answered",
  severity: "error",
  title: "A service takes requests and does not answer.",
  message: ({ reason }) => reason,
  hint: () => 'See with "aidep diagnose" what holds it up; where it is starting, add "warmUp".',
  explanation:
    "No status and no header came within the time. A service that sleeps, waits for a GPU, or has every worker busy looks like this.",
})

export const unfinishedAnswer = entry<{ reason: string }>({
  code: "check/unfinished-answer",
  severity: "error",
  title: "An answer did not come to its end.",
  message: ({ reason }) => reason,
  hint: () => 'Bound what is generated, such as with "max_tokens", or allow more with "within".',
  explanation:
    "The answer began, and more of it kept coming, or nothing did, until the time was over: a stream without an end, or one that trickles.",
})

export const cutAnswer = entry<{ reason: string }>({
  code: "check/cut-answer",
  severity: "error",
  title: "A connection ended before the answer did.",
  message: ({ reason }) => reason,
  hint: () =>
    'See with "aidep logs" whether the process died; proxies cut what is silent for long.',
  explanation:
    "The server or a proxy on the way closed the connection, or announced a longer body than it sent.",
})

export const tooLargeAnswer = entry<{ reason: string }>({
  code: "check/too-large-answer",
  severity: "error",
  title: "An answer is too long.",
  message: ({ reason }) => reason,
  hint: () => "Check a route with a short answer, or ask for less.",
  explanation:
    "Checks read no more than 1 MiB of an answer, so that a run with many of them stays small. The rest was not read.",
})

export const notHttp = entry<{ reason: string }>({
  code: "check/not-http",
  severity: "error",
  title: "What answers does not speak HTTP.",
  message: ({ reason }) => reason,
  hint: () => 'Compare "port" with the port on which the process speaks HTTP.',
  explanation:
    "Status line, headers or lengths of the answer break the rules of HTTP, such as two lengths that contradict each other.",
})

export const unusableRequest = entry<{ reason: string }>({
  code: "check/unusable-request",
  severity: "error",
  title: "A request cannot be sent.",
  message: ({ reason }) => reason,
  hint: () => 'Correct "request" and "headers" of the check, or the address.',
  explanation: "The address or a header has no form that HTTP can carry. Nothing was sent.",
})

export const interrupted = entry<{ reason: string }>({
  code: "check/interrupted",
  severity: "error",
  title: "A check was interrupted.",
  message: ({ reason }) => reason,
  hint: () => 'Run "aidep check --live" again.',
  explanation: "Whoever started the run ended it before this check had an answer.",
})

export const redirectLoop = entry<{ addresses: readonly string[] }>({
  code: "check/redirect-loop",
  severity: "error",
  title: "Redirects lead in a circle.",
  message: ({ addresses }) => `It leads in a circle: ${addresses.join(" → ")}.`,
  hint: () =>
    'Where an edge is in front, set "tls: strict": an edge that asks the origin without TLS is sent back to https each time.',
  explanation:
    "Following the redirects comes back to an address that was asked before. Browsers and clients give up.",
})

export const tooManyRedirects = entry<{ followed: number; next: string }>({
  code: "check/too-many-redirects",
  severity: "error",
  title: "There are more redirects than the check follows.",
  message: ({ followed, next }) => `After ${followed} redirects it still leads on, to "${next}".`,
  hint: () => 'Ask the last address at once, or raise "redirects" of the check.',
  explanation: "Every redirect costs callers a round trip, and many clients follow few of them.",
})

export const brokenText = entry<{ type: string }>({
  code: "check/broken-text",
  severity: "error",
  title: "The text of an answer is broken.",
  message: ({ type }) => `The body has bytes that are no text (content type: ${type}).`,
  hint: () =>
    "Join bytes before they are decoded, and name the character set where it is not UTF-8.",
  explanation:
    "JSON and event streams are UTF-8. A stream that decodes each token by itself cuts letters of several bytes in two, and its callers see replacement characters.",
  example: {
    wrong: "yield token_bytes.decode('utf-8', 'replace')",
    right: "yield incremental_decoder.decode(token_bytes)",
  },
})

export const unexpectedAnswer = entry<{ fault: string }>({
  code: "check/unexpected-answer",
  severity: "error",
  title: "An answer is not what the check expects.",
  message: ({ fault }) => fault,
  hint: () => 'Correct the service, or "expect" of the check where the new answer is right.',
  explanation:
    "The service answered, and something that the check states is not so. The message shows what was expected and what was found.",
})

import { entry, exitCodes } from "aidep/provider"

export const environmentOfService = entry<{ service: string; own: string; shared: string }>({
  code: "modal/environment-of-service",
  severity: "error",
  title: "The services of a project stand in one environment of Modal.",
  message: ({ service, own, shared }) =>
    `"${service}" asks for Modal's environment "${own}", and the platform's block for ${shared}.`,
  hint: () => 'Set "environment" in the block "platforms.modal", and remove it from the service.',
  explanation:
    'aidep asks Modal for what stands in one environment of the workspace. Different ones for each environment of the project are set with "environments".',
  example: {
    wrong: "services: { api: { platforms: { modal: { environment: prod } } } }",
    right: "platforms: { modal: { environment: prod } }",
  },
})

export const domainByHand = entry<{ service: string; domain: string }>({
  code: "modal/domain-by-hand",
  severity: "error",
  title: "A service on Modal cannot be given a domain.",
  message: ({ service, domain }) =>
    `aidep cannot give "${service}" on Modal the domain "${domain}", because Modal's client has no command for domains.`,
  hint: () =>
    "Let the edge serve a gateway on another platform that calls it, or leave the edge out: its own address has a certificate.",
  explanation:
    "Custom domains are part of Modal's Team plan and are set up in its dashboard. A service behind an edge needs a domain of its own with a certificate, or strict TLS closes the door on it.",
  example: {
    wrong: "edge: { target: cloudflare, domain: api.example.com, service: inference }",
    right: "edge: { target: cloudflare, domain: api.example.com, service: gateway }",
  },
})

export const secretMissing = entry<{ service: string; secret: string }>({
  code: "modal/secret-missing",
  severity: "error",
  exit: exitCodes.tryAgain,
  title: "A service was deployed and its Secret is not there.",
  message: ({ service, secret }) =>
    `Modal deployed "${service}", and its Secret "${secret}" is not there: containers cannot start.`,
  hint: () => 'Run "aidep deploy" again: it makes the Secret anew and deploys once more.',
  explanation:
    "A container of Modal gets its secrets when it starts. A Secret that was deleted after the client looked for it leaves an app that says it is deployed and never serves.",
})

export const dockerfileMissing = entry<{ service: string; path: string }>({
  code: "modal/dockerfile-missing",
  severity: "error",
  title: "The Dockerfile of a service is not there.",
  message: ({ service, path }) =>
    `Modal builds "${service}" from "${path}", which does not exist. Nothing of it was changed.`,
  hint: () => 'Run "aidep render" to write it, then "aidep deploy".',
  explanation:
    "What is not written in Python is built from a Dockerfile. aidep render writes one where the folder has none; it belongs to the project like any other file.",
})

export const preDeployFailed = entry<{ service: string; reason: string }>({
  code: "modal/pre-deploy-failed",
  severity: "error",
  exit: exitCodes.failed,
  title: "The command before a deploy failed.",
  message: ({ service, reason }) =>
    `"preDeploy" of "${service}" failed on Modal: ${reason} The version that was live before goes on serving.`,
  hint: ({ service }) =>
    `Mend the command, then run "aidep deploy"; "aidep logs ${service}" shows what the service wrote.`,
  explanation:
    '"preDeploy" is a function of its own, which runs in the new image and with the new Secret before the new version is deployed. What it had done by then stays done.',
})

export const noContainer = entry<{ service: string; seconds: number }>({
  code: "modal/no-container",
  severity: "error",
  exit: exitCodes.failed,
  title: "No container of a service stays up.",
  message: ({ service, seconds }) =>
    `Modal deployed "${service}", and no container of it ran ${seconds} seconds later although "scale.min" keeps one.`,
  hint: ({ service }) =>
    `"aidep logs ${service}" shows what it wrote. Where it says nothing, add a second type to "gpu" or leave "regions" out.`,
  explanation:
    "The process ends soon after its start, does not open its port within health.startup, or Modal has no machine of the wanted GPU in the wanted region.",
})

export const notRestorable = entry<{ service: string; deployment: string }>({
  code: "modal/not-restorable",
  severity: "error",
  exit: exitCodes.failed,
  title: "Modal no longer has a version that was to be restored.",
  message: ({ service, deployment }) =>
    `Modal has no version of "${service}" with the deployment id ${deployment}, and the record does not hold its program. Nothing of it was changed.`,
  hint: () => 'Check the commit of that release out and run "aidep deploy".',
  explanation:
    "Going back on Modal means to let an earlier version of the app serve again. How far its history reaches back depends on the plan, and a stopped app has none.",
})

export const addressTooLong = entry<{ service: string; source: string }>({
  code: "modal/address-too-long",
  severity: "error",
  title: "The address of a service is longer than a name of DNS may be.",
  message: ({ service, source }) =>
    `The address of "${service}" begins with "${source}--", and is longer than the 63 characters that a name may have. It was deployed; Modal cuts its address in a way of its own.`,
  hint: () =>
    "Give the environment a shorter web suffix (modal environment update --set-web-suffix), or the service and the project shorter names.",
  explanation:
    "An address of Modal is made of the workspace, the web suffix of the environment and a label of 40 characters at most, which aidep builds from project, environment and service.",
})

export const unwritableProgram = entry<{ path: string; reason: string }>({
  code: "modal/unwritable-program",
  severity: "error",
  exit: exitCodes.environment,
  title: "A file that the client reads could not be written.",
  message: ({ path, reason }) =>
    `"${path}" cannot be written: ${reason}. Nothing was sent to Modal.`,
  hint: () => 'Make the folder ".aidep" beside the manifest writable, then run the command again.',
  explanation:
    "Modal's client takes programs and secrets from files. aidep writes them for the time of the command, secrets readable by their owner only, and removes them.",
})

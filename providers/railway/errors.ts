import { entry } from "aidep/provider"
import { deployErrors } from "./errors/deploy.ts"
import { domainErrors } from "./errors/domain.ts"
import { workspaceErrors } from "./errors/workspace.ts"

export const unknownRegion = entry<{ region: string; possible: string }>({
  code: "railway/unknown-region",
  severity: "error",
  title: "Railway has no such region.",
  message: ({ region }) => `"${region}" is no region of Railway.`,
  hint: ({ possible }) => `Choose one of these: ${possible}.`,
  explanation:
    "Railway runs services in four regions. A manifest can name them as Railway does, or by a general name that means the nearest one on every platform.",
  example: { wrong: "regions: [us-east-1]", right: "regions: [us-east]" },
})

export const oneVolume = entry<{ service: string; volumes: readonly string[] }>({
  code: "railway/one-volume",
  severity: "error",
  title: "A service on Railway has more than one volume.",
  message: ({ service, volumes }) =>
    `"${service}" has ${volumes.length} volumes (${volumes.join(", ")}); a service on Railway can have one.`,
  hint: () => "Keep one volume, and use folders inside of it.",
  explanation: "Railway attaches one volume to a service, and a volume to one service.",
  example: {
    wrong: "volumes: { models: { mount: /data/models }, cache: { mount: /data/cache } }",
    right: "volumes: { data: { mount: /data } }",
  },
})

export const oneInstance = entry<{ why: string; total: number }>({
  code: "railway/one-instance",
  severity: "error",
  title: "A service that can only run once is asked to run several times.",
  message: ({ why, total }) =>
    `The service would run ${total} times, but it runs as one instance, because ${why}.`,
  hint: () => 'Set "scale.min" to 1 and name one region.',
  explanation:
    "Railway cannot share a volume between replicas, and a job in several replicas or regions would do its work several times.",
  example: {
    wrong: "scale: { min: 2 }\nvolumes: { data: { mount: /data } }",
    right: "scale: { min: 1 }\nvolumes: { data: { mount: /data } }",
  },
})

export const replicaInEachRegion = entry<{ wanted: number; total: number }>({
  code: "railway/replica-in-each-region",
  severity: "warning",
  title: "More replicas run than were asked for, one in each region.",
  message: ({ wanted, total }) =>
    `${total} replicas run instead of ${wanted}, because each region has at least one.`,
  hint: ({ total }) => `Set "scale.min" to ${total}, or name fewer regions.`,
  explanation:
    'On Railway "scale.min" is the number of replicas of all regions together, and each region that is named runs at least one.',
  example: {
    wrong: "scale: { min: 1 }\nregions: [us-east, eu-west]",
    right: "scale: { min: 2 }\nregions: [us-east, eu-west]",
  },
})

export const workerStaysAwake = entry({
  code: "railway/worker-stays-awake",
  severity: "warning",
  title: "A worker on Railway cannot scale to zero.",
  message: () => "One instance runs instead of 0: only a request wakes a service on Railway.",
  hint: () => 'Set "scale.min" to 1.',
  explanation:
    'With "scale.min: 0" Railway puts a service to sleep after ten minutes without outbound traffic, and a request wakes it. A worker takes no requests and would sleep for ever.',
})

export const scheduleTooOften = entry<{ schedule: string; minutes: number }>({
  code: "railway/schedule-too-often",
  severity: "error",
  title: "A job on Railway runs more often than every five minutes.",
  message: ({ schedule, minutes }) =>
    `"${schedule}" leaves ${minutes} ${minutes === 1 ? "minute" : "minutes"} between two runs; Railway needs 5.`,
  hint: () => 'Run it every five minutes ("*/5 * * * *") or less often, or make it a worker.',
  explanation: "Railway starts a cron job every five minutes at most.",
  example: { wrong: 'schedule: "*/2 * * * *"', right: 'schedule: "*/5 * * * *"' },
})

export const templateInValue = entry<{ name: string }>({
  code: "railway/template-in-value",
  severity: "warning",
  title: "A value holds text that Railway replaces.",
  message: ({ name }) => `Railway replaces what stands between "\${{" and "}}" in "${name}".`,
  hint: () =>
    "Keep it if it names a variable of Railway; if the text is meant as it stands, make the value a secret.",
  explanation:
    "In the value of a variable Railway reads ${{SERVICE.VARIABLE}} as a reference, and there is no way to write the same characters as plain text.",
})

export const legacyMixed = entry<{ service: string; other: string }>({
  code: "railway/legacy-config-mixed",
  severity: "error",
  title: 'Only some services have "legacyConfig".',
  message: ({ service, other }) =>
    `"legacyConfig" is on for "${service}" and off for "${other}"; it has to be the same for all services on Railway.`,
  hint: () => 'Set it under "platforms.railway" only, or remove it.',
  explanation:
    "A service with a railway.json blocks railway.ts, and a service that railway.ts leaves out would be removed when it is applied. So aidep writes one or the other for the whole project.",
})

export const legacyNeedsSource = entry<{ service: string }>({
  code: "railway/legacy-config-needs-source",
  severity: "error",
  title: "A service from an image cannot have a railway.json.",
  message: ({ service }) =>
    `"${service}" runs an image and has no source folder for a railway.json.`,
  hint: () => 'Remove "legacyConfig".',
  explanation:
    "Railway reads railway.json from the source that it builds. A service from an image has none.",
})

export const legacyLeavesOut = entry<{ service: string }>({
  code: "railway/legacy-config-leaves-out",
  severity: "warning",
  title: "A railway.json holds only a part of a service.",
  message: ({ service }) =>
    `The railway.json of "${service}" holds no variables, volumes or data stores; those stay as they are on Railway.`,
  hint: () => 'Remove "legacyConfig" to have them in .railway/railway.ts.',
  explanation:
    "Config as Code knows the build and deploy settings of one service. Everything else of a project has a place in Infrastructure as Code only.",
})

export const railwayErrors = [
  unknownRegion,
  oneVolume,
  oneInstance,
  replicaInEachRegion,
  workerStaysAwake,
  scheduleTooOften,
  templateInValue,
  legacyMixed,
  legacyNeedsSource,
  legacyLeavesOut,
  ...deployErrors,
  ...domainErrors,
  ...workspaceErrors,
]

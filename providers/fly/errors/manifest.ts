import { entry } from "aidep/provider"
import { offeredSizes } from "../service/machine-size.ts"

export const unknownRegion = entry<{ region: string; possible: string }>({
  code: "fly/unknown-region",
  severity: "error",
  title: "Fly has no such region.",
  message: ({ region }) => `Fly has no region "${region}".`,
  hint: ({ possible }) => `Use one of ${possible}.`,
  explanation:
    'A region is one of the three-letter codes of Fly, or a general name that aidep knows on every platform and turns into the nearest code. "fly platform regions" prints the codes.',
  example: { wrong: "regions: [us-east-1]", right: "regions: [us-east]" },
})

export const sizeNotOffered = entry<{
  cpu: number | undefined
  memoryMiB: number | undefined
  cpuKind: string | undefined
}>({
  code: "fly/size-not-offered",
  severity: "error",
  title: "Fly has no Machine of that size.",
  message: ({ cpu = 1, memoryMiB = 0, cpuKind }) =>
    `Fly has no ${cpuKind === undefined ? "" : `${cpuKind} `}Machine with ${cpu} CPU and ${memoryMiB} MiB.`,
  hint: () => `Fly offers ${offeredSizes}.`,
  explanation:
    "Memory and CPUs of a Machine are bound to each other: a shared CPU comes with 256 MiB to 2 GiB, a performance CPU with 2 to 8 GiB. aidep takes the smallest preset that has enough of both.",
  example: {
    wrong: "size: { cpu: 1, memory: 256GiB }",
    right: "size: { cpu: 16, memory: 128GiB }",
  },
})

export const sizeRounded = entry<{ wanted: string; preset: string; memoryMiB: number }>({
  code: "fly/size-rounded",
  severity: "warning",
  title: "The size was rounded up to one that Fly offers.",
  message: ({ wanted, preset, memoryMiB }) =>
    `Fly has no Machine with exactly ${wanted}; the size was rounded up to "${preset}" with ${memoryMiB} MB.`,
  hint: () => "Write the size that Fly offers, to pay for what the manifest says.",
  explanation: `A Machine has one of Fly's presets. Fly offers ${offeredSizes}.`,
})

export const moreVolumes = entry<{ service: string; volumes: readonly string[] }>({
  code: "fly/more-than-one-volume",
  severity: "error",
  title: "A Machine of Fly can mount one volume only.",
  message: ({ service, volumes }) =>
    `"${service}" has ${volumes.length} volumes (${volumes.join(", ")}), and a Machine of Fly mounts one.`,
  hint: () => "Keep one volume and use folders in it.",
  explanation:
    "flyctl refuses a process group with more than one [[mounts]] section. One volume with several folders serves the same purpose.",
  example: {
    wrong: "volumes: { models: { mount: /models }, cache: { mount: /cache } }",
    right: "volumes: { data: { mount: /data } }",
  },
})

export const volumeTooLarge = entry<{ volume: string; sizeGiB: number }>({
  code: "fly/volume-too-large",
  severity: "error",
  title: "The volume is larger than Fly allows.",
  message: ({ volume, sizeGiB }) => `Volume "${volume}" has ${sizeGiB} GiB, and Fly allows 500.`,
  hint: () => "Give the volume 500GiB or less.",
  explanation: "A volume of Fly has 1 to 500 GB. See https://fly.io/docs/volumes/overview/.",
})

export const volumePerMachine = entry<{ service: string; machines: number }>({
  code: "fly/volume-per-machine",
  severity: "warning",
  title: "Each Machine has a volume of its own.",
  message: ({ service, machines }) =>
    `"${service}" may run as ${machines} Machines, and each of them gets a volume of its own: they do not see each other's files.`,
  hint: () => 'Set "scale.max" to 1, or keep what the Machines share in a data store.',
  explanation:
    'A volume of Fly is a disk in one server and belongs to one Machine. "fly scale count" makes new, empty volumes for new Machines and copies nothing.',
})

export const impossibleStrategy = entry<{ strategy: string; why: string }>({
  code: "fly/impossible-strategy",
  severity: "error",
  title: "The deploy strategy cannot be used for this service.",
  message: ({ strategy, why }) => `The strategy "${strategy}" cannot be used, because ${why}.`,
  hint: () => 'Use "rolling" or "immediate" for this service.',
  explanation:
    'The strategies "bluegreen" and "canary" start new Machines beside the old ones. A volume can be mounted by one Machine only, so that they do not work with volumes; "bluegreen" also needs a health check, to know when traffic may move.',
  example: {
    wrong: "platforms: { fly: { strategy: bluegreen } }",
    right: "platforms: { fly: { strategy: rolling } }",
  },
})

export const rollingInstead = entry<{ service: string; strategy: string; why: string }>({
  code: "fly/rolling-instead",
  severity: "warning",
  title: "A service is replaced Machine by Machine, whatever the rollout says.",
  message: ({ service, strategy, why }) =>
    `"${service}" is deployed with the strategy "rolling" and not "${strategy}", because ${why}.`,
  hint: () => 'Set "platforms.fly.strategy" of the service to "rolling" to say so yourself.',
  explanation:
    'The strategy of "rollout" holds for the whole project. A service with a volume cannot follow "canary" or "blue-green" on Fly, and one without a health check cannot follow "blue-green"; it is replaced Machine by Machine.',
})

export const fixedWorkers = entry<{ service: string; machines: number; max: number }>({
  code: "fly/workers-do-not-scale",
  severity: "warning",
  title: "Workers do not scale by themselves on Fly.",
  message: ({ service, machines, max }) =>
    `"${service}" runs as ${machines} ${machines === 1 ? "Machine" : "Machines"} and does not grow to ${max}: Fly starts and stops Machines by requests, and a worker gets none.`,
  hint: () => 'Set "scale.min" and "scale.max" to the number of Machines that you want.',
  explanation:
    'Fly Proxy starts and stops the Machines of services that take requests. What has no port always runs as the number of Machines that "fly scale count" made.',
})

export const suspendedMemory = entry<{ service: string; memoryMiB: number }>({
  code: "fly/too-large-to-suspend",
  severity: "error",
  title: "Machines of more than 2 GB cannot be suspended.",
  message: ({ service, memoryMiB }) =>
    `"${service}" has Machines of ${memoryMiB} MB, and Fly suspends Machines of 2048 MB at most.`,
  hint: () => 'Use "autoStop: stop" for this service, or give it 2GiB or less.',
  explanation:
    "Suspending writes the memory of a Machine to disk. See https://fly.io/docs/reference/suspend-resume/ for its limits.",
})

export const reservedVariable = entry<{ name: string }>({
  code: "fly/reserved-variable",
  severity: "error",
  title: "The name of a variable is reserved by Fly.",
  message: ({ name }) => `"${name}" cannot be set on Fly.`,
  hint: () => "Rename the variable in the manifest and in the code.",
  explanation:
    'Names that begin with "FLY_" belong to the runtime environment of Fly, and "PRIMARY_REGION" is always set to the primary region of the app. See https://fly.io/docs/reference/configuration/#the-env-variables-section.',
})

export const manifestErrors = [
  unknownRegion,
  sizeNotOffered,
  sizeRounded,
  moreVolumes,
  volumeTooLarge,
  volumePerMachine,
  impossibleStrategy,
  rollingInstead,
  fixedWorkers,
  suspendedMemory,
  reservedVariable,
] as const

import { entry } from "aidep/provider"

export const oneDisk = entry<{ service: string; volumes: readonly string[] }>({
  code: "render/one-disk",
  severity: "error",
  title: "A service on Render has more than one volume.",
  message: ({ service, volumes }) =>
    `"${service}" has ${volumes.length} volumes (${volumes.join(", ")}); a service on Render can have one disk.`,
  hint: () => "Keep one volume, and use folders inside of it.",
  explanation: "Render attaches one disk to a service, and a disk to one service.",
  example: {
    wrong: "volumes: { models: { mount: /data/models }, cache: { mount: /data/cache } }",
    right: "volumes: { data: { mount: /data } }",
  },
})

export const oneInstance = entry<{ max: number; why: string }>({
  code: "render/one-instance",
  severity: "error",
  title: "A service that can only run once is asked to run several times.",
  message: ({ max, why }) =>
    `The service may have ${max} instances, but it runs as one, because ${why}.`,
  hint: () => 'Set "scale.max" to 1.',
  explanation:
    'A service with a disk on Render cannot have more than one instance, and neither can one on the plan "free".',
  example: {
    wrong: "scale: { min: 1, max: 3 }\nvolumes: { data: { mount: /data } }",
    right: "scale: { min: 1, max: 1 }\nvolumes: { data: { mount: /data } }",
  },
})

export const noDiskHere = entry<{ what: string }>({
  code: "render/no-disk-here",
  severity: "error",
  title: "This kind of service cannot have a disk on Render.",
  message: ({ what }) => `${what} has no disk on Render.`,
  hint: () => "Remove the volume, keep the data in a data store, or choose another target.",
  explanation:
    'Disks are for web services, private services and workers on a paid plan. Cron jobs and the plan "free" have none.',
})

export const diskPlace = entry<{ mount: string }>({
  code: "render/disk-place",
  severity: "error",
  title: "Render does not mount a disk at this place.",
  message: ({ mount }) => `A disk cannot be mounted at "${mount}" on Render.`,
  hint: () => "Choose another path, such as /data, or a folder below it.",
  explanation:
    "Render keeps /, /etc, /etc/secrets, /home, /home/render, /opt and /opt/render with its project folder to itself. Folders below them are fine.",
  example: {
    wrong: "volumes: { data: { mount: /opt/render/project/src } }",
    right: "volumes: { data: { mount: /opt/render/project/src/data } }",
  },
})

export const diskErrors = [oneDisk, oneInstance, noDiskHere, diskPlace]

import { entry, exitCodes } from "aidep/provider"

export const noCapacity = entry<{ where: string; reason: string }>({
  code: "fly/no-capacity",
  severity: "error",
  exit: exitCodes.unavailable,
  title: "No region of the service has room for another Machine.",
  message: ({ where, reason }) => `Fly has no room for a Machine in ${where}: ${reason}`,
  hint: () =>
    'Add another region to "regions", ask for a smaller "size", or run the command again later. What stood before goes on.',
  explanation:
    "A region of Fly can be full for Machines of a size. aidep tries the regions of the service one after the other, in their order, and stops when none of them has room. It never goes to a region that the manifest does not name.",
  example: { wrong: "regions: [iad]", right: "regions: [iad, ewr, ord]" },
})

export const paymentNeeded = entry<{ organization: string; reason: string }>({
  code: "fly/payment-needed",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "The organisation on Fly has no payment method.",
  message: ({ organization, reason }) =>
    `Fly wants a payment method for the organisation "${organization}" first: ${reason}`,
  hint: ({ organization }) =>
    `Add one at https://fly.io/dashboard/${organization}/billing, then run "aidep deploy" again; it goes on where it stopped.`,
  explanation:
    "An organisation without a payment method can make little or nothing: one Machine for each app, or no app at all once its trial has ended.",
})

export const machineLeased = entry<{ service: string; machine: string; holder: string }>({
  code: "fly/machine-leased",
  severity: "error",
  exit: exitCodes.tryAgain,
  title: "Somebody else is changing a Machine.",
  message: ({ service, machine, holder }) =>
    `The Machine "${machine}" of "${service}" is leased by ${holder}, and stayed so for as long as aidep waited. It was not changed.`,
  hint: ({ machine }) =>
    `Wait for the other deploy to end, or look at it with "fly machine leases view ${machine}", then run "aidep deploy" again.`,
  explanation:
    "Whoever changes a Machine holds a lease on it, so that two deploys do not overwrite each other. A lease ends by itself; that of a program that was killed does too.",
})

export const foreignMachines = entry<{ app: string; machines: readonly string[] }>({
  code: "fly/foreign-machines",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "An app holds Machines that aidep did not make.",
  message: ({ app, machines }) =>
    `The app "${app}" holds Machines that aidep did not make: ${machines.join(", ")}. Nothing of it was removed.`,
  hint: ({ app }) =>
    `Remove them with "fly machine destroy", or the whole app with "fly apps destroy ${app}".`,
  explanation:
    "Removing an app removes every Machine and volume in it. aidep does that only where all Machines are its own, which it knows by their metadata.",
})

export const sourceNotTaken = entry<{ service: string }>({
  code: "fly/source-not-taken",
  severity: "error",
  title: "Fly builds no commit of a repository.",
  message: ({ service }) =>
    `"${service}" comes as a commit, and Fly takes an image or the files of this machine.`,
  hint: () => 'Set "build: { by: ci }", or leave "build" out, then run the command again.',
  explanation:
    "Fly has no connection to GitHub of its own. An image is started by its digest; a folder is uploaded by flyctl, and Fly builds its Dockerfile.",
})

export const buildStopped = entry<{ service: string; reason: string }>({
  code: "fly/build-stopped",
  severity: "error",
  exit: exitCodes.failed,
  title: "flyctl did not build the image of a service.",
  message: ({ service, reason }) =>
    `flyctl did not build the image of "${service}": ${reason} The Machines were not touched.`,
  hint: () =>
    'Run "aidep render" if the Dockerfile is missing, "aidep doctor" for flyctl itself, then "aidep deploy" again.',
  explanation:
    'A folder is built by "fly deploy --build-only --push", on a builder of Fly, from the Dockerfile that the service names or that "aidep render" writes.',
})

export const imageNotReadable = entry<{ service: string; image: string; reason: string }>({
  code: "fly/image-not-readable",
  severity: "error",
  exit: exitCodes.failed,
  title: "Fly cannot get the image of a service.",
  message: ({ service, image, reason }) =>
    `Fly cannot get the image "${image}" of "${service}": ${reason}`,
  hint: () =>
    "Check the name and the digest, and make the image public or push it to registry.fly.io.",
  explanation:
    "Machines start from images that everybody can read, and from those in Fly's own registry. Credentials for another registry cannot be set.",
})

export const volumeShrinks = entry<{ service: string; currentGiB: number; wantedGiB: number }>({
  code: "fly/volume-cannot-shrink",
  severity: "error",
  title: "A volume on Fly cannot become smaller.",
  message: ({ service, currentGiB, wantedGiB }) =>
    `The volumes of "${service}" have ${currentGiB} GB, and the manifest says ${wantedGiB}. Nothing was changed.`,
  hint: ({ currentGiB }) => `Set the size of the volume to ${currentGiB}GiB or more.`,
  explanation: "Fly extends volumes and never shrinks them.",
  example: {
    wrong: "volumes: { data: { mount: /data, size: 1GiB } }",
    right: "volumes: { data: { mount: /data, size: 20GiB } }",
  },
})

export const certificateNotIssued = entry<{
  domain: string
  minutes: number
  records: readonly string[]
  reason: string
}>({
  code: "fly/certificate-not-issued",
  severity: "error",
  exit: exitCodes.tryAgain,
  title: "Fly did not issue a certificate for a domain.",
  message: ({ domain, minutes, reason }) =>
    `Fly issued no certificate for "${domain}" in ${minutes} minutes: ${reason}`,
  hint: ({ domain, records }) =>
    `Make sure that the zone has ${records.join(" and ")}, then run "aidep deploy" again; "fly certs check ${domain}" says what Fly sees.`,
  explanation:
    "Fly asks the authority for a certificate once it sees that the domain belongs to the app: by the CNAME record of the challenge or the TXT record of the ownership, which stand unproxied in the zone. New records can take minutes to be seen; an old CAA record can forbid the authority.",
})

export const deployErrors = [
  noCapacity,
  paymentNeeded,
  machineLeased,
  foreignMachines,
  sourceNotTaken,
  buildStopped,
  imageNotReadable,
  volumeShrinks,
  certificateNotIssued,
] as const

import { entry, exitCodes } from "aidep/provider"

export const wranglerMissing = entry<{ service: string }>({
  code: "cloudflare/wrangler-missing",
  severity: "error",
  exit: exitCodes.unavailable,
  title: "The program that bundles Workers is missing.",
  message: ({ service }) =>
    `wrangler, which bundles "${service}", is neither installed in the project nor in PATH. Nothing was uploaded.`,
  hint: () =>
    'Install it with "npm install --save-dev wrangler@4.164.0" in the folder of the manifest, then run the command again.',
  explanation:
    "A Worker is sent to Cloudflare as one bundle, which Cloudflare's own program makes from the entry and all that it imports. aidep looks for it as Node would from the source folder, beside itself, and in PATH.",
})

export const wranglerUntested = entry<{ version: string }>({
  code: "cloudflare/wrangler-untested",
  severity: "error",
  exit: exitCodes.unavailable,
  title: "This version of wrangler was not tested with aidep.",
  message: ({ version }) =>
    `wrangler ${version} is installed; aidep is tested with 4.164.0 and newer, below 5. Nothing was uploaded.`,
  hint: () => 'Install one of them: "npm install --save-dev wrangler@4.164.0".',
  explanation:
    "What wrangler bundles, and into which file, differs between its major versions. aidep reads that file, so it stops rather than upload something that it does not understand.",
})

export const bundleFailed = entry<{ service: string; reason: string }>({
  code: "cloudflare/bundle-failed",
  severity: "error",
  exit: exitCodes.failed,
  title: "A Worker could not be bundled.",
  message: ({ service, reason }) =>
    `wrangler could not bundle "${service}": ${reason} Nothing was uploaded.`,
  hint: () =>
    'Where a package is missing, run "npm ci" in the source folder of the service, then the command again.',
  explanation:
    'A Worker is bundled by wrangler: the entry, the option "main", with all that it imports. It fails where the entry is not there, where an imported package is not installed, and where the code has an error. What was live before goes on serving.',
})

export const binaryModule = entry<{ service: string; name: string }>({
  code: "cloudflare/binary-module",
  severity: "error",
  exit: exitCodes.failed,
  title: "A Worker has a module that is not text.",
  message: ({ name, service }) =>
    `"${service}" imports "${name}", which is not text, and aidep uploads modules of text only. Nothing was uploaded.`,
  hint: () =>
    "Leave the import out, or load the file from a bucket or from static assets when it is needed.",
  explanation:
    "WebAssembly and other binary modules are part of a Worker's bundle. aidep sends JavaScript, text and source maps.",
})

export const siteBuildFailed = entry<{ service: string; command: string; why: string }>({
  code: "cloudflare/site-build-failed",
  severity: "error",
  exit: exitCodes.failed,
  title: "The build command of a static site failed.",
  message: ({ command, service, why }) =>
    `"${command}", which builds "${service}", ${why}. Nothing was uploaded.`,
  hint: () =>
    "Run it by hand in the source folder, with the variables of the manifest, until it works.",
  explanation:
    "A static site is built where aidep runs, with the service's variables, and what stands in its output folder afterwards is uploaded. What was live before goes on serving.",
})

export const siteEmpty = entry<{ service: string; directory: string }>({
  code: "cloudflare/site-empty",
  severity: "error",
  exit: exitCodes.failed,
  title: "A static site has no files.",
  message: ({ directory, service }) =>
    `"${directory}" has no files, so that "${service}" would be an empty site. Nothing was uploaded.`,
  hint: () => 'Compare "output" with the folder that the build command writes.',
  explanation:
    "The folder is missing or empty, mostly because the build writes another one than the manifest says.",
})

interface TooLarge {
  readonly service: string
  readonly file: string
  readonly mebibytes: number
}

export const assetTooLarge = entry<TooLarge>({
  code: "cloudflare/asset-too-large",
  severity: "error",
  exit: exitCodes.failed,
  title: "A file of a static site is too large.",
  message: ({ file, mebibytes, service }) =>
    `"${file}" of "${service}" has ${mebibytes} MiB; a static asset has 25 MiB at most. Nothing was uploaded.`,
  hint: () => "Keep it in a bucket, or split it.",
  explanation: "Cloudflare serves static assets of up to 25 MiB each, on every plan.",
})

export const assetsIgnored = entry<{ service: string; file: string }>({
  code: "cloudflare/assets-ignore",
  severity: "error",
  exit: exitCodes.failed,
  title: "A static site says which of its files are not to be published.",
  message: ({ file, service }) =>
    `"${file}" of "${service}" names files that are not to be published, and aidep would publish them. Nothing was uploaded.`,
  hint: () => 'Let the build write only what is to be published, and remove ".assetsignore".',
  explanation:
    'What ".assetsignore" names, wrangler leaves out. aidep publishes everything in the output folder, so it stops rather than publish what somebody wanted to keep.',
})

export const otherCommit = entry<{ service: string; commit: string }>({
  code: "cloudflare/other-commit",
  severity: "error",
  exit: exitCodes.failed,
  title: "The code at hand is not the one that is to be deployed.",
  message: ({ commit, service }) =>
    `"${service}" is to be deployed from the commit ${commit.slice(0, 12)}, Cloudflare no longer has that version, and another commit stands here. Nothing was uploaded.`,
  hint: ({ commit }) => `Run "git checkout ${commit.slice(0, 12)}", then the command again.`,
  explanation:
    "aidep goes back to an earlier release by the version that Cloudflare kept of it. Where that is gone, the Worker is bundled again, which needs the code of its commit.",
})

export const buildTooLong = entry<{ service: string; bytes: number; most: number }>({
  code: "cloudflare/build-too-long",
  severity: "error",
  exit: exitCodes.failed,
  title: "The build command of a static site is too long.",
  message: ({ bytes, most, service }) =>
    `What "${service}" is built with takes ${bytes} bytes, and Cloudflare keeps ${most} with a version. Nothing was uploaded.`,
  hint: () => 'Put the command into a script, such as "build" in package.json, and call that.',
  explanation:
    "aidep keeps the entry, the output folder and the build command in the message of each version, so that the next plan can compare them.",
})

export const workersDevUnset = entry<{ service: string }>({
  code: "cloudflare/workers-dev-unset",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "The account has no name below workers.dev.",
  message: ({ service }) =>
    `"${service}" is uploaded and has no address: the account never chose its name below workers.dev.`,
  hint: () =>
    "Choose it once at https://dash.cloudflare.com/?to=/:account/workers/onboarding, then run the command again.",
  explanation:
    "A Worker without a domain of its own answers at NAME.ACCOUNT.workers.dev. The account's part is chosen once, by a person, and cannot be taken back.",
})

export const uploadErrors = [
  wranglerMissing,
  wranglerUntested,
  bundleFailed,
  binaryModule,
  siteBuildFailed,
  siteEmpty,
  assetTooLarge,
  assetsIgnored,
  otherCommit,
  buildTooLong,
  workersDevUnset,
]

import { entry } from "aidep/provider"

export const notJavaScript = entry<{ service: string }>({
  code: "cloudflare/not-javascript",
  severity: "error",
  title: "A Worker is not written in JavaScript or TypeScript.",
  message: ({ service }) => `"${service}" is Python, which aidep does not run on Workers.`,
  hint: () => "Choose another target, or write a Worker entry in JavaScript or TypeScript.",
  explanation:
    'A service on Cloudflare runs as a Worker. Its entry, the option "main" ("src/worker.ts" unless said otherwise), exports a "fetch" handler, for jobs a "scheduled" handler. A Node server that listens on a port, or a Python application, cannot run there.',
  example: {
    wrong: "runtime: python@3.12\ntargets: [cloudflare]",
    right: "runtime: python@3.12\ntargets: [modal]",
  },
})

export const jobWithoutSchedule = entry<{ service: string }>({
  code: "cloudflare/job-without-schedule",
  severity: "error",
  title: "A job on Cloudflare has no schedule.",
  message: ({ service }) =>
    `The job "${service}" has no schedule, and nothing else starts a Worker.`,
  hint: () => 'Add a "schedule", such as "0 3 * * *", or choose another target.',
  explanation:
    'A job on Cloudflare is a Worker with a "scheduled" handler that a cron trigger calls. There is no command that starts it by hand. One run lasts 15 minutes at most.',
  example: {
    wrong: "clean: { kind: job, source: ./clean, targets: [cloudflare] }",
    right: 'clean: { kind: job, source: ./clean, targets: [cloudflare], schedule: "0 3 * * *" }',
  },
})

export const publishesTooMuch = entry<{ directory: string }>({
  code: "cloudflare/publishes-too-much",
  severity: "error",
  title: "A static site would publish more than the site.",
  message: ({ directory }) =>
    directory === "."
      ? "The site would publish the whole project, with its manifest and sources."
      : `The site would publish "${directory}", the sources it is built from.`,
  hint: () => 'Name the folder with the finished site: "output: dist".',
  explanation:
    'Every file of the published folder can be read by everybody. With a build command the finished site stands in a folder of its own, which "output" names; without one, the source folder is the site, and it cannot be the manifest\'s folder.',
  example: {
    wrong: "source: ./web\nbuildCommand: [npm, run, build]",
    right: "source: ./web\nbuildCommand: [npm, run, build]\noutput: dist",
  },
})

export const bindingTaken = entry<{ name: string }>({
  code: "cloudflare/binding-taken",
  severity: "error",
  title: "A variable has the name of a binding.",
  message: ({ name }) => `"${name}" is the name of a binding of this Worker.`,
  hint: () => "Rename the variable.",
  explanation:
    "Variables, secrets and bindings of a Worker share one set of names. aidep binds each R2 bucket that the service refers to as NAME_BUCKET, and the rate limit of the edge as RATE_LIMITER.",
  example: {
    wrong: "env: { FILES_BUCKET: a, FILES_URL: '${resources.files.url}' }",
    right: "env: { BUCKET_NAME: a, FILES_URL: '${resources.files.url}' }",
  },
})

export const tooManyVariables = entry<{ count: number; most: number }>({
  code: "cloudflare/too-many-variables",
  severity: "error",
  title: "A Worker has too many variables.",
  message: ({ count, most }) =>
    `The Worker has ${count} variables and secrets; the limit is ${most}.`,
  hint: () => "Put several settings into one variable, as JSON.",
  explanation:
    "A Worker takes 128 variables and secrets together on Workers Paid, 64 on Workers Free. Cloudflare refuses a deploy with more.",
})

export const variableTooLarge = entry<{ name: string; bytes: number; most: number }>({
  code: "cloudflare/variable-too-large",
  severity: "error",
  title: "A variable of a Worker is too large.",
  message: ({ name, bytes, most }) => `"${name}" has ${bytes} bytes; the limit is ${most}.`,
  hint: () => "Keep the text in a file of the source folder, or in a bucket.",
  explanation: "Cloudflare refuses a deploy with a variable of more than 5 KB.",
})

export const workerErrors = [
  notJavaScript,
  jobWithoutSchedule,
  publishesTooMuch,
  bindingTaken,
  tooManyVariables,
  variableTooLarge,
]

import { entry } from "aidep/provider"

export const jobNeedsSchedule = entry<{ service: string }>({
  code: "render/job-needs-schedule",
  severity: "error",
  title: "A job on Render has no schedule.",
  message: ({ service }) => `The job "${service}" has no schedule, and a cron job needs one.`,
  hint: () => 'Add a "schedule", such as "0 3 * * *", or choose another target.',
  explanation: "A job becomes a cron job on Render, and a Blueprint has no other kind of job.",
  example: {
    wrong: "clean: { kind: job, source: ./clean, targets: [render] }",
    right: 'clean: { kind: job, source: ./clean, targets: [render], schedule: "0 3 * * *" }',
  },
})

export const staticNeedsSource = entry<{ service: string }>({
  code: "render/static-needs-source",
  severity: "error",
  title: "A static site on Render cannot come from an image.",
  message: ({ service }) => `The static site "${service}" has an image instead of a source folder.`,
  hint: () => 'Name its source folder, or make it "kind: web".',
  explanation: "Render builds a static site from a repository and serves its files itself.",
  example: {
    wrong: "site: { kind: static, image: ghcr.io/acme/site:1, targets: [render] }",
    right: "site: { kind: static, source: ./site, output: dist, targets: [render] }",
  },
})

export const pythonVersion = entry<{ version: string }>({
  code: "render/python-version",
  severity: "error",
  title: "Render's own Python needs a full version.",
  message: ({ version }) =>
    `Render's own Python takes full versions only, and "${version}" has no patch number.`,
  hint: ({ version }) =>
    `Write it out, such as python@${version}.7, or set the option "builder" to docker.`,
  explanation:
    "With builder: native the version goes into the variable PYTHON_VERSION, which Render reads only when it is complete. An image, with builder: docker, can follow the newest patch.",
  example: {
    wrong: "runtime: python@3.12\nplatforms: { render: { builder: native } }",
    right: "runtime: python@3.12\nplatforms: { render: { builder: docker } }",
  },
})

export const reservedPort = entry<{ port: number }>({
  code: "render/reserved-port",
  severity: "error",
  title: "Render keeps this port for itself.",
  message: ({ port }) => `A service on Render cannot listen on port ${port}.`,
  hint: () => "Choose any other port but 18012, 18013 and 19099.",
  explanation: "Render uses the ports 18012, 18013 and 19099 itself.",
  example: { wrong: "port: 18012", right: "port: 8080" },
})

export const noHealthCheck = entry<{ service: string }>({
  code: "render/no-health-check",
  severity: "warning",
  title: "Render checks the health of public services only.",
  message: ({ service }) =>
    `Render does not ask "${service}" for its health, because it has no public address.`,
  hint: () => 'Keep it for other platforms, or set "access" to public.',
  explanation:
    "A service without a public address is a private service on Render, which takes new instances into use when they listen on their port. A service is private when it is internal and all its callers are on Render.",
})

export const serviceErrors = [
  jobNeedsSchedule,
  staticNeedsSource,
  pythonVersion,
  reservedPort,
  noHealthCheck,
]

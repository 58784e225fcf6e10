import { isExternal } from "../project/resolve-service.ts"
import type { ChecklistItem } from "./checklist-item.ts"
import type { ProductionEvidence } from "./evidence.ts"

export function deployed({ project, standing, release }: ProductionEvidence): ChecklistItem {
  const item = { id: "deployed", title: "Everything is deployed" }
  const services = project.services.filter((service) => !isExternal(service))
  const lines = services.map(({ name }) => {
    const found = standing.find(({ service }) => service === name)
    const wanted = release?.deployments[name]
    if (found === undefined) return { good: false, text: `"${name}" does not stand anywhere.` }
    if (found.state !== "running" && found.state !== "stopped")
      return { good: false, text: `"${name}" on ${found.platform} is ${found.state}.` }
    if (found.deploymentId !== wanted)
      return { good: false, text: `"${name}" runs another deployment than the newest release.` }
    return { good: true, text: `"${name}" stands on ${found.platform}.` }
  })
  const released = release === undefined ? [] : [`Release ${release.id} is ${release.verdict}.`]
  const good = lines.every((line) => line.good) && (release?.verdict ?? "").startsWith("live")
  return {
    ...item,
    answer: good ? "yes" : "no",
    evidence: [...released, ...lines.filter((line) => line.good === good).map(({ text }) => text)],
    hint: good ? "" : 'Run "aidep deploy".',
  }
}

export function healthy({ health }: ProductionEvidence): ChecklistItem {
  const item = { id: "health", title: "Health checks pass" }
  if (health.length === 0)
    return {
      ...item,
      answer: "unknown",
      evidence: ["No service with a health path has an address to ask."],
      hint: 'Deploy, and set "health" on services that answer requests.',
    }
  const bad = health.filter(({ statusCode = 0 }) => statusCode < 200 || statusCode >= 300)
  const shown = bad.length === 0 ? health : bad
  return {
    ...item,
    answer: bad.length === 0 ? "yes" : "no",
    evidence: shown.map(({ service, url, statusCode, failure }) =>
      statusCode === undefined
        ? `"${service}" gave no answer at ${url}: ${failure ?? "the reason is not known."}`
        : `"${service}" answered ${statusCode} at ${url}.`,
    ),
    hint: bad.length === 0 ? "" : `Run "aidep diagnose ${bad[0]?.service ?? ""}".`,
  }
}

export function encrypted({ health, parsed, project }: ProductionEvidence): ChecklistItem {
  const item = { id: "tls", title: "Traffic is encrypted" }
  const publicServices = new Set(
    project.services.filter(({ access }) => access === "public").map(({ name }) => name),
  )
  const asked = health.filter(({ service }) => publicServices.has(service))
  const open = asked.filter(({ url }) => url.startsWith("http:"))
  if (asked.length === 0)
    return {
      ...item,
      answer: "unknown",
      evidence: ["No public service has an address to ask."],
      hint: "Deploy first.",
    }
  if (open.length > 0 && open.every(({ url }) => isLoopback(url)))
    return {
      ...item,
      answer: "not needed",
      evidence: open.map(
        ({ service, url }) => `"${service}" answers at ${url}, on this machine only.`,
      ),
      hint: "",
    }
  if (open.length > 0)
    return {
      ...item,
      answer: "no",
      evidence: open.map(({ service, url }) => `"${service}" answers at ${url} without TLS.`),
      hint: 'Put the edge in front of it, with "tls: strict".',
    }
  const unproven = asked.filter(({ statusCode }) => statusCode === undefined)
  const edge =
    parsed.manifest.edge === undefined
      ? []
      : [`The edge has "tls: ${project.edge?.tls ?? "strict"}".`]
  return {
    ...item,
    answer: unproven.length === 0 ? "yes" : "unknown",
    evidence: [
      ...edge,
      ...asked.map(({ service, url, statusCode }) =>
        statusCode === undefined
          ? `"${service}" gave no answer at ${url}.`
          : `"${service}" answered at ${url} with a certificate that is valid for it.`,
      ),
    ],
    hint: unproven.length === 0 ? "" : "See whether the health checks pass.",
  }
}

function isLoopback(url: string): boolean {
  return /^https?:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?:[:/]|$)/.test(url)
}

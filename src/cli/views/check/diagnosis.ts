import type { ChalkInstance } from "chalk"
import type { Symptom } from "../../../core/diagnosis/evidence.ts"
import type { DiagnosedService, Diagnosis } from "../../../workflows/diagnose/diagnose.ts"

/** Each service with what was looked at, what is wrong, what shows it, and what to change where. */
export function diagnosisText({ services }: Diagnosis, style: ChalkInstance): string {
  if (services.length === 0) return "The manifest has no service that aidep deploys."
  return services.map((service) => serviceText(service, style)).join("\n\n")
}

function serviceText(
  { service, looked, symptoms }: DiagnosedService,
  style: ChalkInstance,
): string {
  return [
    style.bold(service),
    style.dim(`  Looked at ${looked.join(", ")}.`),
    ...(symptoms.length === 0
      ? [`  ${style.green("✓")} Nothing wrong was seen.`]
      : symptoms.map((symptom) => symptomText(symptom, style))),
  ].join("\n")
}

function symptomText({ id, title, sightings, changes }: Symptom, style: ChalkInstance): string {
  return [
    `  ${style.red("✗")} ${title} ${style.dim(`[${id}]`)}`,
    ...sightings.map(({ source, text }) => `      ${style.dim(`${source}:`)} ${text}`),
    ...changes.map(({ text, place }) => {
      const where = place === undefined ? "" : `${style.bold(`${place.file}:${place.line}`)} `
      return `    ${style.cyan("→")} ${where}${text}`
    }),
  ].join("\n")
}

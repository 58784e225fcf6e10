import type { Context } from "../context.ts"
import { detectServices } from "./detect-services.ts"
import type { Wanted } from "./find-services.ts"
import type { InitFlags, PlanInput } from "./plan/init-plan.ts"
import { listTemplates } from "./templates.ts"

/** What a project begins with. */
export type Start =
  | { readonly type: "template"; readonly name: string; readonly from: "flag" | "you" }
  | {
      readonly type: "services"
      readonly sources: readonly string[]
      readonly flags: InitFlags
      readonly codeFrom: PlanInput["codeFrom"]
    }

/** A template or code: as the flags say; where they say nothing and nothing is found, as a person says. */
export async function chooseStart(
  { place, sources, flags, template }: Wanted & { readonly template: string | undefined },
  { context, asks }: { readonly context: Context; readonly asks: boolean },
): Promise<Start> {
  if (template !== undefined) return { type: "template", name: template, from: "flag" }
  const given = sources.length > 0 || flags.image !== undefined
  const services = { type: "services", sources, flags } as const
  if (given) return { ...services, codeFrom: "flag" }
  if (!asks || (await detectServices(place.folder, context)).length > 0)
    return { ...services, codeFrom: "detected" }
  return await askForStart(flags, context)
}

async function askForStart(flags: InitFlags, context: Context): Promise<Start> {
  const { prompt } = context
  const templates = await listTemplates(context)
  const answer = await prompt.choose({
    message: "No service was found here; what does the project begin with",
    choices: [
      ...templates.map(({ name, description }) => ({
        value: `template ${name}`,
        title: `the template "${name}"`,
        ...(description === "" ? {} : { note: description }),
      })),
      { value: "source", title: "a folder with code" },
      { value: "image", title: "an image that is built already" },
    ],
    initial: [],
  })
  const template = templates.find(({ name }) => answer === `template ${name}`)
  if (template !== undefined) return { type: "template", name: template.name, from: "you" }
  if (answer === "source") {
    const source = await prompt.text({
      message: "Folder of the code, relative to the project",
      initial: "",
      problem: (text) => (text.trim() === "" ? "Give the path of a folder." : undefined),
    })
    return { type: "services", sources: [source.trim()], flags, codeFrom: "you" }
  }
  const image = await prompt.text({
    message: "Image, such as ghcr.io/acme/api:1.4.2",
    initial: "",
    problem: (text) => (text.trim() === "" ? "Give a registry, a name and a tag." : undefined),
  })
  return {
    type: "services",
    sources: [],
    flags: { ...flags, image: image.trim() },
    codeFrom: "you",
  }
}

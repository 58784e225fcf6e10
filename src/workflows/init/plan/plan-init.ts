import { uniqueNames, validName } from "../../../core/init/valid-name.ts"
import type { InitFlags, InitPlan, PlanInput, PlannedService } from "./init-plan.ts"
import { planService } from "./plan-service.ts"
import { chosen } from "./sourced.ts"

/** Decides every value of the new manifest from flags, answers, what was found, and defaults. */
export function planInit(input: PlanInput): InitPlan {
  const { flags, found, folderName } = input
  const names = serviceNames(input)
  const services =
    flags.image === undefined
      ? found.map((service, index) => planService({ ...input, name: names[index] ?? "" }, service))
      : [planService({ ...input, name: names[0] ?? "" }, undefined)]
  const name = chosen({
    flag: flags.name,
    answer: input.name,
    fallback: validName(folderName, "project"),
  })
  return {
    name: name ?? { value: "project", from: { by: "default" } },
    services,
    missing: missingFlags(services, flags),
  }
}

/** Services are named after their folders; the one in the project's own folder after what it is. */
function serviceNames({ found, flags }: PlanInput): readonly string[] {
  if (flags.image !== undefined) return [validName(imageName(flags.image), "service")]
  const wanted = found.map(({ path, clues }) => {
    if (path !== ".") return validName(path.split("/").at(-1) ?? "", "service")
    const kind = flags.kind ?? clues.kind?.value
    return kind === "static" ? "site" : (kind ?? "service")
  })
  return uniqueNames(wanted)
}

function imageName(image: string): string {
  const last = image.replace(/@.*$/, "").split("/").at(-1) ?? ""
  return last.replace(/:.*$/, "")
}

function missingFlags(
  services: readonly PlannedService[],
  { targets }: InitFlags,
): readonly string[] {
  const some = (test: (service: PlannedService) => boolean) => services.some(test)
  return [
    ...(services.length === 0 ? ["--source DIR or --image REF"] : []),
    ...(some(({ kind }) => kind === undefined) ? ["--kind KIND"] : []),
    ...(some(({ needsCommand }) => needsCommand) ? ["--command COMMAND"] : []),
    ...(targets.length === 0 &&
    (services.length === 0 || some((service) => service.targets === undefined))
      ? ["--target PLATFORM"]
      : []),
  ]
}

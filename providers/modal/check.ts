import type { Diagnostic, ItemScope } from "aidep/provider"
import { domainByHand, environmentOfService } from "./errors/deploy.ts"
import { type ModalOptions, modalOptions, platformId } from "./options.ts"

const environmentOption = modalOptions.pick({ environment: true }).loose()

/** What fits each service alone and not the project. */
export function checkProject(scope: ItemScope<ModalOptions>): readonly Diagnostic[] {
  return [...environmentProblems(scope), ...domainProblems(scope)]
}

/** The client has no command for domains. */
function domainProblems({
  project: { edge, services },
  report,
}: ItemScope<ModalOptions>): readonly Diagnostic[] {
  const behind = services.find(({ name }) => name === edge?.service)
  if (edge === undefined || behind?.placement.platform !== platformId) return []
  return [report(domainByHand, { service: behind.name, domain: edge.domain })]
}

/** The driver looks into one environment of the workspace. */
function environmentProblems({
  options,
  project,
  report,
}: ItemScope<ModalOptions>): readonly Diagnostic[] {
  const shared = options.environment === undefined ? "none" : `"${options.environment}"`
  return project.services.flatMap(({ name, placement }) => {
    if (placement.platform !== platformId) return []
    const own = environmentOption.safeParse(placement.options ?? {}).data?.environment
    if (own === undefined || own === options.environment) return []
    return [report(environmentOfService, { service: name, own, shared }, "environment")]
  })
}

import type { Artifact, Scope, SpecsOnPlatform } from "aidep/provider"
import { dockerfileArtifacts } from "../_shared/dockerfile.ts"
import type { GithubOptions } from "./options.ts"
import type { GithubSpecs } from "./spec.ts"
import { workflowComments } from "./workflows/comments.ts"
import { deployWorkflow, environmentsOf } from "./workflows/deploy-workflow.ts"
import { scheduledWorkflow } from "./workflows/scheduled-workflow.ts"
import { testWorkflow } from "./workflows/test-workflow.ts"
import type { Workflow } from "./workflows/types.ts"

export function renderGithub(
  { services }: SpecsOnPlatform<GithubSpecs>,
  { project, platforms, options }: Scope<GithubOptions>,
): readonly Artifact[] {
  if (services.length === 0) return []
  const credentials = [
    ...project.stateCredentials,
    ...platforms.flatMap((platform) => platform.credentials.map(({ variable }) => variable)),
  ]
  const [environment = project.environment] = environmentsOf({ project, options })
  const scheduled = scheduledWorkflow({ project, options, environment })
  return [
    workflowFile("aidep-test", testWorkflow(services, options)),
    workflowFile("aidep-deploy", deployWorkflow({ project, services, options, credentials })),
    ...(scheduled === undefined ? [] : [workflowFile("aidep-scheduled", scheduled)]),
    ...services.flatMap(({ service, image }) =>
      image === undefined ? [] : dockerfileArtifacts(service),
    ),
  ]
}

function workflowFile(name: string, value: Workflow): Artifact {
  return {
    path: `.github/workflows/${name}.yml`,
    content: { format: "yaml", value, comments: workflowComments(value) },
  }
}

import { maskSecrets } from "../../core/check/show.ts"
import type { ServiceEvidence } from "../../core/diagnosis/evidence.ts"
import { AidepError } from "../../errors/aidep-error.ts"
import type { ObservedResource } from "../../core/plan/resource.ts"
import type { Service } from "../../core/project/project.ts"
import type { Context } from "../context.ts"
import { driverOf } from "../deploy/drivers.ts"
import type { Scene } from "./scene.ts"
import { sampleService } from "./sample-service.ts"

/** Looks at everything that tells how a service does. */
export async function gatherEvidence(
  service: Service,
  scene: Scene,
  context: Context,
): Promise<ServiceEvidence> {
  const { loaded, release, observed } = scene
  const resource = observed.find(({ owner }) => owner === service.name)
  const url = resource?.outputs.url
  const nothing = { probes: [], answers: [], metrics: [] }
  // The log comes last: it then holds what the service wrote about these requests, too.
  const asked = url === undefined ? nothing : await sampleService({ service, url }, scene, context)
  return {
    service,
    project: loaded.project,
    parsed: loaded.parsed,
    standing:
      resource === undefined
        ? undefined
        : {
            platform: loaded.providers.get(resource.provider)?.title ?? resource.provider,
            state: resource.state,
            about: resource.about,
            deploymentId: resource.deploymentId,
          },
    release,
    ...(resource === undefined ? noLog : await readLog(resource, scene)),
    ...asked,
  }
}

const logLines = 200

const noLog = { log: [], logProblem: undefined } as const

/** What a platform refuses to tell is no reason to say nothing of the rest. */
async function readLog(
  resource: ObservedResource,
  { drivers, secrets }: Scene,
): Promise<Pick<ServiceEvidence, "log" | "logProblem">> {
  const { remote, scope } = driverOf(resource, drivers)
  const log: string[] = []
  try {
    for await (const line of remote.logs(resource, { lines: logLines, follow: false }, scope))
      log.push(maskSecrets(line, secrets))
    return { log, logProblem: undefined }
  } catch (error) {
    if (!(error instanceof AidepError)) throw error
    return { log, logProblem: error.message }
  }
}

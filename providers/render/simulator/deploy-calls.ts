import { imageRepository } from "../resources/service-settings.ts"
import type { Deploy, Service } from "./account.ts"
import { finishedAtMs, statusOf, withDeploy } from "./deploys.ts"
import { type Handler, notFound, ok, page, refuse, timeText } from "./reply.ts"
import { newDeploy } from "./requests.ts"
import { deployView } from "./views.ts"

/** Newest first. */
export const listDeploys: Handler = (request, account) => {
  const service = account.services[request.ids[0] ?? ""]
  if (service === undefined) return notFound(account, "service")
  const show = (deploy: Deploy) => deployView(service, deploy, request.nowMs)
  return ok(account, page(service.deploys.toReversed(), request, { key: "deploy", show }))
}

export const createDeploy: Handler = ({ body, ids: [id = ""], nowMs }, account) => {
  const service = account.services[id]
  if (service === undefined) return notFound(account, "service")
  const parsed = newDeploy.safeParse(body ?? {})
  if (!parsed.success) return refuse(account, 400, `invalid body: ${parsed.error.message}`)
  const { commitId, imageUrl } = parsed.data
  if (imageUrl !== undefined && !hasSameRepository(imageUrl, service))
    return refuse(account, 400, "imageUrl does not match the image of the service")
  if (commitId !== undefined && service.imagePath !== undefined)
    return refuse(account, 400, "commitId is for services that are built")
  const wish = { trigger: "api", commit: commitId, image: imageUrl, nowMs } as const
  const started = withDeploy(account, service, wish)
  return ok(started.account, deployView(service, started.deploy, nowMs), 201)
}

/** Source: the field imageUrl of the call (2026-08): host, repository and name have to be the configured ones. */
function hasSameRepository(reference: string, { imagePath }: Service): boolean {
  return imagePath !== undefined && imageRepository(imagePath) === imageRepository(reference)
}

export const listLogs: Handler = ({ nowMs, query }, account) => {
  if (!query.has("ownerId") || !query.has("resource"))
    return refuse(account, 400, "ownerId and resource are required")
  const service = account.services[query.get("resource") ?? ""]
  const startMs = Date.parse(query.get("startTime") ?? "") || 0
  const limit = Number(query.get("limit") ?? 20)
  const lines = service === undefined ? [] : linesOf(service, nowMs)
  const fitting = lines.filter(({ atMs }) => atMs >= startMs)
  const forward = query.get("direction") === "forward"
  const shown = forward ? fitting.slice(0, limit) : fitting.slice(-limit).toReversed()
  return ok(account, {
    hasMore: shown.length < fitting.length,
    nextStartTime: timeText(startMs),
    nextEndTime: timeText(nowMs),
    logs: shown.map(({ atMs, id, message }) => ({
      id,
      message,
      timestamp: timeText(atMs),
      labels: [{ name: "resource", value: service?.id ?? "" }],
    })),
  })
}

interface Line {
  readonly id: string
  readonly atMs: number
  readonly message: string
}

function linesOf(service: Service, nowMs: number): readonly Line[] {
  return service.deploys.flatMap((deploy) => {
    const endMs = finishedAtMs(deploy, nowMs)
    const { createdAtMs, id } = deploy
    const start = { id: `${id}-start`, atMs: createdAtMs, message: "==> Deploying..." }
    if (endMs === undefined) return [start]
    const message = endingOf(statusOf(service, deploy, nowMs))
    return [start, { id: `${id}-end`, atMs: endMs, message }]
  })
}

function endingOf(status: ReturnType<typeof statusOf>): string {
  switch (status) {
    case "build_failed":
      return "error: failed to solve: process did not complete successfully: exit code: 1"
    case "update_failed":
      return "==> Exited with status 1 while running your code."
    case "canceled":
      return "==> Deploy cancelled"
    default:
      return "==> Your service is live"
  }
}

import type { Route } from "../reply.ts"
import * as assets from "./assets.ts"
import * as deployments from "./deployments.ts"
import * as services from "./services.ts"
import * as settings from "./settings.ts"
import * as upload from "./upload.ts"

const workers = "/accounts/{account_id}/workers"
const script = `${workers}/scripts/{script_name}`

export const workerRoutes: readonly Route[] = [
  { method: "GET", path: `${workers}/scripts`, handle: upload.listScripts },
  { method: "PUT", path: script, handle: upload.putScript },
  { method: "DELETE", path: script, handle: upload.deleteScript },
  { method: "GET", path: `${script}/versions`, handle: deployments.listVersions },
  { method: "POST", path: `${script}/versions`, handle: upload.postVersion },
  { method: "GET", path: `${script}/versions/{version_id}`, handle: deployments.readVersion },
  { method: "GET", path: `${script}/deployments`, handle: deployments.listDeployments },
  { method: "POST", path: `${script}/deployments`, handle: deployments.postDeployment },
  { method: "GET", path: `${script}/schedules`, handle: settings.listSchedules },
  { method: "PUT", path: `${script}/schedules`, handle: settings.putSchedules },
  { method: "GET", path: `${script}/subdomain`, handle: settings.readSubdomain },
  { method: "POST", path: `${script}/subdomain`, handle: settings.postSubdomain },
  { method: "PATCH", path: `${script}/script-settings`, handle: settings.patchScriptSettings },
  { method: "GET", path: `${script}/settings`, handle: services.readSettings },
  { method: "GET", path: `${script}/secrets`, handle: services.listSecrets },
  { method: "POST", path: `${script}/assets-upload-session`, handle: assets.createSession },
  {
    method: "POST",
    path: `${workers}/assets/upload`,
    handle: assets.uploadFiles,
    hasOwnToken: true,
  },
  { method: "GET", path: `${workers}/subdomain`, handle: settings.readAccountSubdomain },
  { method: "GET", path: `${workers}/services/{service_name}`, handle: services.readService },
  { method: "GET", path: `${workers}/workers/{worker_id}`, handle: services.readWorker },
  {
    method: "POST",
    path: `${workers}/observability/telemetry/query`,
    handle: services.queryTelemetry,
  },
]

import type { RoutePattern } from "../../_shared/simulator/find-route.ts"
import * as apps from "./apps.ts"
import * as machines from "./machines.ts"
import type { Handler } from "./reply.ts"

export interface Route extends RoutePattern {
  readonly handle: Handler
}

const app = "/apps/{app_name}"
const machine = `${app}/machines/{machine_id}`
const certificate = `${app}/certificates/{hostname}`

/** The calls that the simulator knows: those that aidep makes. */
export const routes: readonly Route[] = [
  { method: "GET", path: "/apps", handle: apps.listApps },
  { method: "POST", path: "/apps", handle: apps.createApp },
  { method: "GET", path: app, handle: apps.getApp },
  { method: "DELETE", path: app, handle: apps.deleteApp },
  { method: "GET", path: `${app}/secrets`, handle: apps.listSecrets },
  { method: "POST", path: `${app}/secrets`, handle: apps.setSecrets },
  { method: "GET", path: `${app}/ip_assignments`, handle: apps.listIps },
  { method: "POST", path: `${app}/ip_assignments`, handle: apps.assignIp },
  { method: "DELETE", path: `${app}/ip_assignments/{ip}`, handle: apps.releaseIp },
  { method: "GET", path: `${app}/volumes`, handle: apps.listVolumes },
  { method: "POST", path: `${app}/volumes`, handle: apps.createVolume },
  { method: "PUT", path: `${app}/volumes/{volume_id}/extend`, handle: apps.extendVolume },
  { method: "POST", path: `${app}/certificates/acme`, handle: apps.requestCertificate },
  { method: "GET", path: certificate, handle: apps.getCertificate },
  { method: "DELETE", path: certificate, handle: apps.deleteCertificate },
  { method: "POST", path: `${certificate}/check`, handle: apps.checkCertificate },
  { method: "GET", path: `${app}/machines`, handle: machines.listMachines },
  { method: "POST", path: `${app}/machines`, handle: machines.createMachine },
  { method: "GET", path: machine, handle: machines.getMachine },
  { method: "POST", path: machine, handle: machines.updateMachine },
  { method: "DELETE", path: machine, handle: machines.destroyMachine },
  { method: "POST", path: `${machine}/cordon`, handle: machines.cordonMachine },
  { method: "POST", path: `${machine}/uncordon`, handle: machines.uncordonMachine },
  { method: "POST", path: `${machine}/metadata/{key}`, handle: machines.setMetadata },
  { method: "DELETE", path: `${machine}/metadata/{key}`, handle: machines.deleteMetadata },
  { method: "GET", path: `${machine}/lease`, handle: machines.getLease },
  { method: "POST", path: `${machine}/lease`, handle: machines.acquireLease },
  { method: "DELETE", path: `${machine}/lease`, handle: machines.releaseLease },
]

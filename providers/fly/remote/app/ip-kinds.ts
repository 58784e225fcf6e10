import type { AppSettings } from "../../resources/app-settings.ts"
import type { IpAnswer } from "../api/answers.ts"
import type { IpType } from "../api/app-calls.ts"

type Address = AppSettings["address"]

/** Flycast has addresses of the private network. Source: `flaps_ip_assignments.go` of fly-go, 2026-08-21. */
export function typeOfIp({ ip, shared }: IpAnswer): IpType | "v4" {
  if (ip.startsWith("fdaa:")) return "private_v6"
  if (ip.includes(":")) return "v6"
  return shared === true ? "shared_v4" : "v4"
}

/** What an app with these addresses is reached by. */
export function addressKind(ips: readonly IpAnswer[]): Address {
  const types = ips.map(typeOfIp)
  if (types.some((type) => type !== "private_v6")) return "public"
  return types.length === 0 ? null : "private"
}

/** What an app gets to be reached so, as `fly deploy` gives it. A v4 address of its own is as good as a shared one. */
export function wantedTypes(address: Address): readonly IpType[] {
  switch (address) {
    case "public":
      return ["shared_v4", "v6"]
    case "private":
      return ["private_v6"]
    case null:
      return []
  }
}

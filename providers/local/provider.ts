import { defineProvider } from "aidep/provider"
import * as z from "zod"
import { localSupport } from "./support.ts"

export default defineProvider({
  id: "local",
  title: "This machine",
  roles: ["service", "resource"],
  docs: "https://nodejs.org/docs/latest-v24.x/api/child_process.html",
  support: localSupport,
  alwaysAllowed: true,
  options: z.strictObject({}),
})

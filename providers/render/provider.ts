import { defineProvider } from "aidep/provider"
import { renderErrors } from "./errors.ts"
import { platformId, renderOptions } from "./options.ts"
import { render } from "./render.ts"
import { serviceSpec } from "./spec.ts"
import { storeSpec } from "./stores.ts"
import { support } from "./support.ts"

export default defineProvider({
  id: platformId,
  title: "Render",
  roles: ["service", "resource"],
  // A label of a host name: NAME.onrender.com.
  maxNameLength: 63,
  docs: "https://render.com/docs/blueprint-spec",
  credentials: [
    {
      variable: "RENDER_API_KEY",
      purpose: "API key of a member of the workspace.",
      url: "https://dashboard.render.com/u/settings#api-keys",
    },
  ],
  options: renderOptions,
  support,
  spec: { service: serviceSpec, resource: storeSpec },
  render,
  errors: renderErrors,
})

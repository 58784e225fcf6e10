import { defineProvider } from "aidep/provider"
import { modalErrors } from "./errors.ts"
import { type ModalOptions, modalOptions, platformId } from "./options.ts"
import { type ModalSpecs, renderModal } from "./render.ts"
import { modalResources } from "./resources.ts"
import { modalRetirements } from "./retirements.ts"
import { checkProject } from "./check.ts"
import { modalSpec } from "./spec.ts"
import { modalSupport } from "./support.ts"
import { testedVersions } from "./tested-versions.ts"

export default defineProvider<ModalOptions, ModalSpecs>({
  id: platformId,
  title: "Modal",
  docs: "https://modal.com/docs/sdk/py/latest/App",
  roles: ["service"],
  // Names of objects have 64 characters at most, labels of addresses 63.
  maxNameLength: 63,
  credentials: [
    {
      variable: "MODAL_TOKEN_ID",
      purpose: "names the token that deploys apps",
      url: "https://modal.com/settings/tokens",
    },
    {
      variable: "MODAL_TOKEN_SECRET",
      purpose: "proves the token",
      url: "https://modal.com/settings/tokens",
    },
  ],
  tools: [
    {
      command: "modal",
      versionArgs: ["--version"],
      tested: testedVersions,
      install: "pip install modal~=1.6.0",
    },
  ],
  options: modalOptions,
  support: modalSupport,
  spec: { service: modalSpec },
  check: checkProject,
  resources: modalResources,
  sources: ["folder"],
  remote: async () => (await import("./remote.ts")).modalRemote,
  simulator: async () => (await import("./simulator.ts")).modalSimulator,
  render: renderModal,
  retirements: modalRetirements,
  errors: modalErrors,
})

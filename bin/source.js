// Node resolves a package's own name through "exports", which points at the build. Providers import
// "aidep/provider"; run from source, that name means the TypeScript file.
import { registerHooks } from "node:module"

const provider = new URL("../src/provider/index.ts", import.meta.url).href

registerHooks({
  resolve(specifier, context, nextResolve) {
    return specifier === "aidep/provider"
      ? { url: provider, format: "module-typescript", shortCircuit: true }
      : nextResolve(specifier, context)
  },
})

import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

const root = fileURLToPath(new URL("..", import.meta.url))

export default defineConfig({
  root,
  resolve: {
    alias: { "aidep/provider": `${root}src/provider/index.ts` },
  },
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/global-setup.ts",
    testTimeout: 60_000,
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts", "providers/**/*.ts"],
      reportsDirectory: "coverage",
    },
  },
})

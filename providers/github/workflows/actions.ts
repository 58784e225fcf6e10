/**
 * Actions by full commit, since a tag can be moved to other code. The version stands behind each as a
 * comment, which is what people and Dependabot read and change. Newest versions with a known commit in public
 * workflows of August 2026; each commit was compared with its tag.
 */
const pins = {
  checkout: ["actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1", "v7.0.1"],
  setupNode: ["actions/setup-node@820762786026740c76f36085b0efc47a31fe5020", "v7.0.0"],
  setupUv: ["astral-sh/setup-uv@fac544c07dec837d0ccb6301d7b5580bf5edae39", "v8.2.0"],
  setupBuildx: ["docker/setup-buildx-action@bb05f3f5519dd87d3ba754cc423b652a5edd6d2c", "v4.2.0"],
  login: ["docker/login-action@dbcb813823bdd20940b903addbd779551569679f", "v4.6.0"],
  buildPush: ["docker/build-push-action@53b7df96c91f9c12dcc8a07bcb9ccacbed38856a", "v7.3.0"],
} as const

type ActionName = keyof typeof pins

/** What stands behind `uses:`. */
export function action(name: ActionName): string {
  return pins[name][0]
}

/** Version of a pinned action by what stands behind `uses:`. */
export const versions: ReadonlyMap<string, string> = new Map(Object.values(pins))

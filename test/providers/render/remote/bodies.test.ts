import { expect, test } from "vitest"
import { parse } from "yaml"
import render from "../../../../providers/render/provider.ts"
import { operations } from "../../../support/simulated-platform.ts"
import { renderManifest } from "../../../support/render-manifest.ts"
import { everything } from "../everything.ts"
import { deploy, projectOn, simulateFor } from "./deploy-render.ts"

type Fields = Readonly<Record<string, unknown>>

const { files } = renderManifest(everything, { providers: [render] })
const blueprint: { readonly services: readonly Fields[]; readonly databases: readonly Fields[] } =
  parse(files.get("render.yaml") ?? "")

const on = projectOn(everything)
const platform = await simulateFor(on)
await deploy(platform, on)

const bodies = (operation: string): readonly Fields[] =>
  platform.exchanges
    .filter(({ request }) => request.operation === `render.${operation}`)
    .map(({ request }) => JSON.parse(request.body ?? "{}"))

const types = {
  web: "web_service",
  pserv: "private_service",
  worker: "background_worker",
  cron: "cron_job",
} as const

const plan = (text: unknown) => String(text).replaceAll(/[ -]/g, "_")

/** The file's words for a service, from the body that makes it. */
function inFile(body: Fields): Fields {
  const details = body["serviceDetails"] as Fields
  const environment = (details["envSpecificDetails"] ?? {}) as Fields
  const image = body["image"] as Fields | undefined
  const preDeploy = environment["preDeployCommand"] ?? details["preDeployCommand"]
  return {
    type: body["type"],
    name: body["name"],
    runtime: details["runtime"] ?? "static",
    plan: details["plan"],
    region: details["region"],
    schedule: details["schedule"],
    repo: body["repo"],
    branch: body["branch"],
    rootDir: body["rootDir"],
    image: image === undefined ? undefined : String(image["imagePath"]).split("@")[0],
    dockerfilePath: environment["dockerfilePath"],
    dockerContext: environment["dockerContext"],
    dockerCommand: environment["dockerCommand"] || undefined,
    buildCommand: environment["buildCommand"] ?? details["buildCommand"],
    startCommand: environment["startCommand"],
    staticPublishPath: details["publishPath"],
    preDeployCommand: preDeploy,
    numInstances: details["numInstances"],
    scaling: details["autoscaling"] === undefined ? undefined : "on",
    healthCheckPath: details["healthCheckPath"],
    maxShutdownDelaySeconds: details["maxShutdownDelaySeconds"],
    disk: details["disk"],
    autoDeploy: body["autoDeploy"],
  }
}

test.each(blueprint.services.filter(({ type }) => type !== "keyvalue"))(
  "$name is made by the API as the file says",
  (service) => {
    const body = bodies("createService").find(({ name }) => name === service["name"])
    if (body === undefined) throw new Error("it was not made")
    const isSite = service["runtime"] === "static"
    const type = types[service["type"] as keyof typeof types]
    const image = service["image"] as Fields | undefined
    const lasting = !isSite && type !== "cron_job"
    expect(inFile(body)).toEqual({
      type: isSite ? "static_site" : type,
      name: service["name"],
      runtime: service["runtime"],
      plan: isSite ? undefined : plan(service["plan"]),
      region: service["region"],
      schedule: service["schedule"],
      repo: service["repo"],
      branch: service["branch"],
      rootDir: service["rootDir"],
      image: image?.["url"],
      dockerfilePath: service["dockerfilePath"],
      dockerContext: service["dockerContext"],
      dockerCommand: service["dockerCommand"],
      buildCommand: service["buildCommand"],
      startCommand: service["startCommand"],
      staticPublishPath: service["staticPublishPath"],
      preDeployCommand: service["preDeployCommand"],
      numInstances: service["numInstances"],
      scaling: service["scaling"] === undefined ? undefined : "on",
      healthCheckPath: service["healthCheckPath"],
      maxShutdownDelaySeconds: service["maxShutdownDelaySeconds"] ?? (lasting ? 30 : undefined),
      disk: service["disk"],
      autoDeploy: "no",
    })
    const sent = new Set((body["envVars"] as readonly Fields[]).map(({ key }) => key))
    for (const { key } of service["envVars"] as readonly Fields[]) expect(sent).toContain(key)
  },
)

function networks(list: unknown, key: string): readonly unknown[] {
  return (list as readonly Fields[]).map((network) => network[key])
}

test.each([
  ...blueprint.services.filter(({ type }) => type === "keyvalue"),
  ...blueprint.databases,
])("the store $name is made by the API as the file says", (store) => {
  const body = [...bodies("createKeyValue"), ...bodies("createPostgres")].find(
    ({ name }) => name === store["name"],
  )
  expect(body).toMatchObject({ plan: plan(store["plan"]), region: store["region"] })
  expect(networks(body?.["ipAllowList"], "cidrBlock")).toEqual(
    networks(store["ipAllowList"], "source"),
  )
})

test("a service is made with one call for all that it is", () => {
  const count = blueprint.services.filter(({ type }) => type !== "keyvalue").length
  const changes = operations(platform).filter((name) =>
    /^render\.(create|update|add|scale|autoscale)/.test(name),
  )
  const stores = blueprint.services.length - count + blueprint.databases.length
  expect(changes).toHaveLength(1 + count + stores)
})

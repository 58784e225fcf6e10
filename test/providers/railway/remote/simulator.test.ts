import { describe, expect, test } from "vitest"
import { railwaySimulator } from "../../../../providers/railway/simulator.ts"
import type { HttpOutcome } from "../../../../src/ports/http.ts"
import type { Simulation } from "../../../../src/provider/simulation.ts"
import { virtualClock } from "../../../../src/workflows/rehearse/virtual-clock.ts"

const token = "simulated-railway-token"

function send(
  { answer }: Simulation,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Extract<HttpOutcome, { status: "answered" }> {
  const outcome = answer?.({
    operation: "railway.test",
    method: "POST",
    url: "https://backboard.railway.com/graphql/v2",
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
    effect: "change",
    idempotent: false,
    timeoutMs: 1000,
  })
  if (outcome?.status !== "answered") throw new Error("no answer")
  return outcome
}

function start() {
  const clock = virtualClock()
  const simulation = railwaySimulator.start({ clock })
  const create =
    "mutation p($input: ProjectCreateInput!) { projectCreate(input: $input) { id environments { edges { node { id } } } } }"
  const { data } = JSON.parse(send(simulation, create, { input: { name: "shop" } }).body)
  const projectId: string = data.projectCreate.id
  const environmentId: string = data.projectCreate.environments.edges[0].node.id
  return { clock, simulation, projectId, environmentId }
}

const createService =
  "mutation s($input: ServiceCreateInput!) { serviceCreate(input: $input) { id } }"

describe("the simulator of Railway", () => {
  test("leaves other addresses and programs to others", () => {
    const { simulation } = start()
    const request = {
      operation: "other",
      method: "POST",
      url: "https://example.com/graphql/v2",
      headers: {},
      effect: "read",
      idempotent: true,
      timeoutMs: 1000,
    } as const
    expect(simulation.answer?.(request)).toBeUndefined()
    expect(
      simulation.visit?.({ method: "GET", url: "https://example.com/", headers: {} }),
    ).toBeUndefined()
    const command = { file: "wrangler", args: ["up"], effect: "change", timeoutMs: 1 } as const
    expect(simulation.run?.(command)).toBeUndefined()
  })

  test.each([
    ["query { projects { colour } }", {}, /Cannot query field "colour"/],
    ["query { environment { id } }", {}, /argument "id" of type "String!" is required/],
    [createService, { input: { name: "api" } }, /"projectId" of required type "String!"/],
    [createService, { input: { projectId: "p", colour: 1 } }, /"colour" is not defined/],
    [
      'mutation u($i: ServiceInstanceUpdateInput!) { serviceInstanceUpdate(serviceId: "s", input: $i) }',
      { i: { restartPolicyType: "SOMETIMES" } },
      /"SOMETIMES" does not exist in "RestartPolicyType"/,
    ],
    ["nonsense", {}, /Syntax Error/],
  ])("refuses %s, and changes nothing", (query, variables, reason) => {
    const { simulation } = start()
    const before = simulation.inventory()
    const { body, statusCode } = send(simulation, query, variables)
    expect(statusCode).toBe(400)
    expect(JSON.parse(body).errors[0].message).toMatch(reason)
    expect(simulation.inventory()).toEqual(before)
  })

  test("carries changes of one request out one by one, up to the first that fails", () => {
    const { projectId, simulation } = start()
    const two = `mutation t($a: ServiceCreateInput!, $b: ServiceCreateInput!) {
      a: serviceCreate(input: $a) { id }
      b: serviceCreate(input: $b) { id }
    }`
    const input = { projectId, name: "api" }
    const { body } = send(simulation, two, { a: input, b: { projectId: "other", name: "api" } })
    expect(JSON.parse(body).errors[0]).toMatchObject({ message: "Project not found", path: ["b"] })
    expect(simulation.inventory().filter(({ kind }) => kind === "service")).toHaveLength(1)
  })

  test("allows two services of one name", () => {
    const { projectId, simulation } = start()
    for (const _ of [1, 2]) send(simulation, createService, { input: { projectId, name: "api" } })
    const services = simulation.inventory().filter(({ kind }) => kind === "service")
    expect(services.map(({ name }) => name)).toEqual(["api", "api"])
  })

  test("gives a service an instance in each environment, those that come later too", () => {
    const { projectId, simulation } = start()
    send(simulation, createService, { input: { projectId, name: "api" } })
    const create =
      "mutation e($input: EnvironmentCreateInput!) { environmentCreate(input: $input) { id serviceInstances { edges { node { serviceName latestDeployment { id } } } } } }"
    const { body } = send(simulation, create, { input: { projectId, name: "staging" } })
    expect(JSON.parse(body).data.environmentCreate.serviceInstances.edges).toEqual([
      { node: { serviceName: "api", latestDeployment: null } },
    ])
  })

  test("gives all that it holds away as data, and takes it back", () => {
    const { clock, projectId, simulation } = start()
    const saved = JSON.parse(JSON.stringify(simulation.save()))
    const other = railwaySimulator.start({ clock })
    other.restore(saved)
    expect(other.inventory()).toEqual(simulation.inventory())
    send(other, createService, { input: { projectId, name: "api" } })
    expect(simulation.inventory()).not.toEqual(other.inventory())
  })

  test("tells values of variables only when asked to", () => {
    const { environmentId, projectId, simulation } = start()
    const input = { projectId, environmentId, name: "api", variables: { KEY: "value" } }
    send(simulation, createService, { input })
    const config = (query: string) =>
      JSON.stringify(JSON.parse(send(simulation, query).body).data.environment.config)
    expect(config(`query { environment(id: "${environmentId}") { config } }`)).not.toContain(
      'value"',
    )
    expect(
      config(`query { environment(id: "${environmentId}") { config(decryptVariables: true) } }`),
    ).toContain('"KEY":{"value":"value"}')
  })

  test("answers 404 for an address that nobody has", () => {
    const { simulation } = start()
    const url = "https://nobody.up.railway.app/"
    expect(simulation.visit?.({ method: "GET", url, headers: {} })).toMatchObject({
      answer: { statusCode: 404 },
    })
  })
})

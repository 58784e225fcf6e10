import {
  buildSchema,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
  isRequiredInputField,
} from "graphql"
import { beforeAll, describe, expect, test } from "vitest"
import { documents } from "../../../../providers/railway/remote/api/all-documents.ts"
import { schemaText } from "../../../../providers/railway/simulator/schema.ts"
import { observed } from "../../../support/simulated-platform.ts"
import { everyManifest } from "../../../support/stack-manifests.ts"
import { everything } from "../everything.ts"
import { serviceConfigProblems, withoutSpecs } from "../schemas.ts"
import { deploy, otherCommit, projectOn, simulateFor, sourceIn } from "./deploy-railway.ts"
import { documentProblems, exchangeProblems, publishedSchema } from "./published-schema.ts"

const manifests = [...everyManifest(), { name: "everything", text: everything }]

describe.skipIf(withoutSpecs)("Railway's GraphQL schema", () => {
  let schema: GraphQLSchema
  beforeAll(() => {
    schema = publishedSchema()
  })

  test.each(documents)("fits the document $name", ({ effect, name, text }) => {
    expect(documentProblems(schema, text)).toEqual([])
    expect(text).toMatch(new RegExp(`^${effect === "read" ? "query" : "mutation"} ${name}\\b`))
  })

  test.each(manifests)("fits every request and answer of $name", async ({ text }) => {
    const on = projectOn(text)
    const { resources } = on
    const platform = await simulateFor(on)
    await deploy(platform, { ...on, resources })
    platform.simulation.breakNext("api", "crash-loop")
    const sourceOf = sourceIn(on, otherCommit)
    await deploy(platform, { ...on, resources }, { version: "2", sourceOf })
    const standing = await observed(platform)
    for (const resource of standing.toReversed())
      await platform.remote.remove(resource, platform.scope())
    const problems = platform.exchanges.flatMap((exchange) => exchangeProblems(schema, exchange))
    expect([...new Set(problems)]).toEqual([])
  })

  test("leaves the form of a configuration open, which the package of Railway declares", async () => {
    const on = projectOn(everything)
    const platform = await simulateFor(on)
    await deploy(platform, on)
    const answers = platform.exchanges.flatMap(({ outcome, request }) =>
      request.operation === "railway.environment" && outcome.status === "answered"
        ? [JSON.parse(outcome.body).data.environment.config.services]
        : [],
    )
    const configs = Object.values(answers.at(-1))
    expect(configs.length).toBeGreaterThan(5)
    expect(configs.flatMap(serviceConfigProblems)).toEqual([])
  })

  test("has every part of what the simulator knows, with the same type", () => {
    const known = buildSchema(schemaText)
    const published = new Set(partsOf(schema))
    expect(partsOf(known).filter((part) => !published.has(part))).toEqual([])
  })

  test("asks for nothing that the simulator does not ask for", () => {
    const known = buildSchema(schemaText).getTypeMap()
    const missing = Object.values(known).flatMap((type) => {
      const whole = schema.getType(type.name)
      if (!isInputObjectType(type) || !isInputObjectType(whole)) return []
      const fields = type.getFields()
      return Object.values(whole.getFields())
        .filter((field) => isRequiredInputField(field) && fields[field.name] === undefined)
        .map(({ name }) => `${type.name}.${name}`)
    })
    expect(missing).toEqual([])
  })

  test("is what the check reads", () => {
    const text = "query x($id: String!) { project(id: $id) { id colour } }"
    expect(documentProblems(schema, text)).toEqual([
      'Cannot query field "colour" on type "Project".',
    ])
    const request = {
      operation: "railway.x",
      method: "POST",
      url: "https://backboard.railway.com/graphql/v2",
      headers: {},
      body: JSON.stringify({
        query: "query x($id: String!) { project(id: $id) { id name } }",
        variables: {},
      }),
      effect: "read",
      idempotent: true,
      timeoutMs: 1000,
    } as const
    const body = JSON.stringify({ data: { project: { id: "1", name: null } } })
    const outcome = { status: "answered", statusCode: 200, headers: {}, body } as const
    expect(exchangeProblems(schema, { request, outcome })).toEqual([
      'railway.x: Variable "$id" of required type "String!" was not provided.',
      'railway.x: Variable "$id" of required type "String!" was not provided.',
    ])
    const complete = JSON.parse(request.body)
    const withId = { ...request, body: JSON.stringify({ ...complete, variables: { id: "1" } }) }
    expect(exchangeProblems(schema, { request: withId, outcome })).toEqual([
      "railway.x: Cannot return null for non-nullable field Project.name.",
    ])
  })
})

/** Every part of a schema as a line: types, fields with their types and arguments, values. */
function partsOf(whole: GraphQLSchema): readonly string[] {
  return Object.values(whole.getTypeMap())
    .filter((type) => !isIntrospectionType(type))
    .flatMap((type) => {
      if (isEnumType(type)) return type.getValues().map(({ name }) => `${type.name}.${name}`)
      if (isInputObjectType(type))
        return Object.values(type.getFields()).map(
          (field) => `${type.name}.${field.name}: ${field.type} = ${field.defaultValue}`,
        )
      if (!isObjectType(type)) return [type.name]
      return Object.values(type.getFields()).flatMap((field) => [
        `${type.name}.${field.name}: ${field.type}`,
        ...field.args.map(({ name, type: of }) => `${type.name}.${field.name}(${name}: ${of})`),
      ])
    })
}

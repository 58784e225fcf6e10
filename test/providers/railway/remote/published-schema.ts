import { readFileSync } from "node:fs"
import { join } from "node:path"
import {
  buildSchema,
  type DocumentNode,
  executeSync,
  getVariableValues,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from "graphql"
import type { Exchange } from "../../../support/simulated-platform.ts"

const specs = process.env["AIDEP_SPECS"]

export function publishedSchema(): GraphQLSchema {
  return buildSchema(
    readFileSync(join(specs ?? "", "railway", "railway-public-api.graphql"), "utf8"),
  )
}

/** What the schema says against a document; empty when it fits. */
export function documentProblems(schema: GraphQLSchema, text: string): readonly string[] {
  return validate(schema, parse(text)).map(({ message }) => message)
}

/** What the schema says against an exchange, its variables and the data of its answer; empty when all fit. */
export function exchangeProblems(
  schema: GraphQLSchema,
  { outcome, request }: Exchange,
): readonly string[] {
  const { query, variables } = JSON.parse(request.body ?? "{}")
  const document = parse(query)
  const sent = [
    ...documentProblems(schema, query),
    ...variableProblems(schema, document, variables),
  ]
  const answer = outcome.status === "answered" ? JSON.parse(outcome.body) : {}
  const said = answer.data ? dataProblems(schema, document, { variables, data: answer.data }) : []
  return [...sent, ...said].map((problem) => `${request.operation}: ${problem}`)
}

function operationOf({ definitions }: DocumentNode): OperationDefinitionNode {
  const [operation] = definitions
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error("no operation")
  return operation
}

function variableProblems(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): readonly string[] {
  const { variableDefinitions = [] } = operationOf(document)
  const { errors = [] } = getVariableValues(schema, variableDefinitions, variables)
  return errors.map(({ message }) => message)
}

interface Answered {
  readonly variables: Readonly<Record<string, unknown>>
  readonly data: unknown
}

/** Carries the document out over its own answer, so that each value has to be of its type. */
function dataProblems(
  schema: GraphQLSchema,
  document: DocumentNode,
  { data, variables }: Answered,
): readonly string[] {
  const { errors = [] } = executeSync({
    schema,
    document,
    rootValue: data,
    variableValues: variables,
    fieldResolver: (source, _arguments, _context, { path }) => source[path.key],
  })
  return errors.map(({ message }) => message)
}

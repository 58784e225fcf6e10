import { type Account, type Environment, idFor, type Project, without } from "./account.ts"
import { fits, type Handler, notFound, ok, page, refuse } from "./reply.ts"
import { movedResources, newEnvironment, newProject } from "./requests.ts"
import { credentialPrefix, environmentView, ownerView, projectView } from "./views.ts"

export const listOwners: Handler = (request, account) => {
  const rows = account.owners.filter(({ name }) => fits(request.query, { name }))
  return ok(account, page(rows, request, { key: "owner", show: ownerView }))
}

export const listCredentials: Handler = ({ query }, account) => {
  const missing = account.missingCredentials
  const wanted = query.getAll("name").filter((name) => !missing.includes(name))
  const updatedAt = new Date(0).toISOString()
  const rows = wanted.map((name) => ({
    id: `${credentialPrefix}${name}`,
    name,
    registry: "GITHUB",
    username: "simulated",
    updatedAt,
  }))
  return ok(account, rows)
}

export const listProjects: Handler = (request, account) => {
  const rows = Object.values(account.projects).filter(({ name, ownerId }) =>
    fits(request.query, { name, ownerId }),
  )
  const show = (project: Project) => projectView(project, account)
  return ok(account, page(rows, request, { key: "project", show }))
}

/** Nothing says that two projects cannot have one name. */
export const createProject: Handler = ({ body, nowMs }, account) => {
  const parsed = newProject.safeParse(body)
  if (!parsed.success) return refuse(account, 400, `invalid body: ${parsed.error.message}`)
  const { environments, name, ownerId } = parsed.data
  if (!account.owners.some(({ id }) => id === ownerId)) return notFound(account, "owner")
  const { made } = account
  const project = { id: idFor("prj", made), name, ownerId, createdAtMs: nowMs }
  const inside = environments.map((environment, index): Environment => {
    const id = idFor("evm", made + 1 + index)
    return { id, name: environment.name, projectId: project.id }
  })
  const after = {
    ...account,
    made: made + 1 + inside.length,
    projects: { ...account.projects, [project.id]: project },
    environments: {
      ...account.environments,
      ...Object.fromEntries(inside.map((environment) => [environment.id, environment])),
    },
  }
  return ok(after, projectView(project, after), 201)
}

export const retrieveProject: Handler = ({ ids: [id = ""] }, account) => {
  const project = account.projects[id]
  return project === undefined
    ? notFound(account, "project")
    : ok(account, projectView(project, account))
}

/** Source: the reference of the call (2026-08): only a project whose environments are empty. */
export const deleteProject: Handler = ({ ids: [id = ""] }, account) => {
  if (account.projects[id] === undefined) return notFound(account, "project")
  const inside = Object.values(account.environments).filter(({ projectId }) => projectId === id)
  if (inside.some((environment) => !isEmpty(environment, account)))
    return refuse(account, 409, "the project is not empty")
  const gone = new Set(inside.map((environment) => environment.id))
  const kept = Object.entries(account.environments).filter(([key]) => !gone.has(key))
  const environments = Object.fromEntries(kept)
  return ok({ ...account, projects: without(account.projects, id), environments }, undefined, 204)
}

export const listEnvironments: Handler = (request, account) => {
  if (!request.query.has("projectId")) return refuse(account, 400, "projectId is required")
  const rows = Object.values(account.environments).filter(({ name, projectId }) =>
    fits(request.query, { name, projectId }),
  )
  const show = (environment: Environment) => environmentView(environment, account)
  return ok(account, page(rows, request, { key: "environment", show }))
}

export const createEnvironment: Handler = ({ body }, account) => {
  const parsed = newEnvironment.safeParse(body)
  if (!parsed.success) return refuse(account, 400, `invalid body: ${parsed.error.message}`)
  const { name, projectId } = parsed.data
  if (account.projects[projectId] === undefined) return notFound(account, "project")
  const environment = { id: idFor("evm", account.made), name, projectId }
  const after = {
    ...account,
    made: account.made + 1,
    environments: { ...account.environments, [environment.id]: environment },
  }
  return ok(after, environmentView(environment, after), 201)
}

export const retrieveEnvironment: Handler = ({ ids: [id = ""] }, account) => {
  const environment = account.environments[id]
  return environment === undefined
    ? notFound(account, "environment")
    : ok(account, environmentView(environment, account))
}

export const deleteEnvironment: Handler = ({ ids: [id = ""] }, account) => {
  const environment = account.environments[id]
  if (environment === undefined) return notFound(account, "environment")
  if (!isEmpty(environment, account)) return refuse(account, 409, "the environment is not empty")
  return ok({ ...account, environments: without(account.environments, id) }, undefined, 204)
}

/** Services and stores leave the environment that they stood in. */
export const addResources: Handler = ({ body, ids: [id = ""] }, account) => {
  const environment = account.environments[id]
  if (environment === undefined) return notFound(account, "environment")
  const parsed = movedResources.safeParse(body)
  if (!parsed.success) return refuse(account, 400, `invalid body: ${parsed.error.message}`)
  const { resourceIds } = parsed.data
  const unknown = resourceIds.find((one) => !(account.services[one] ?? account.stores[one]))
  if (unknown !== undefined) return notFound(account, unknown)
  const after = {
    ...account,
    services: movedTo(id, account.services, resourceIds),
    stores: movedTo(id, account.stores, resourceIds),
  }
  return ok(after, environmentView(environment, after))
}

function movedTo<Row extends object>(
  environmentId: string,
  rows: Readonly<Record<string, Row>>,
  moved: readonly string[],
): Readonly<Record<string, Row>> {
  return Object.fromEntries(
    Object.entries(rows).map(([key, row]) => [
      key,
      moved.includes(key) ? { ...row, environmentId } : row,
    ]),
  )
}

function isEmpty({ id }: Environment, { services, stores }: Account): boolean {
  const rows = [...Object.values(services), ...Object.values(stores)]
  return rows.every(({ environmentId }) => environmentId !== id)
}

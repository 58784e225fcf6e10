import * as z from "zod"
import { named, nodes } from "./parts.ts"
import type { Document } from "./railway-api.ts"

export const createProjectDocument = {
  name: "createProject",
  text: `mutation createProject($input: ProjectCreateInput!) {
  projectCreate(input: $input) { id environments(first: 1) { edges { node { id name } } } }
}`,
  effect: "change",
  idempotent: false,
  answer: z.object({
    projectCreate: z.object({ id: z.string(), environments: nodes(named) }),
  }),
} satisfies Document<unknown>

export const createEnvironmentDocument = {
  name: "createEnvironment",
  text: `mutation createEnvironment($input: EnvironmentCreateInput!) {
  environmentCreate(input: $input) { id }
}`,
  effect: "change",
  idempotent: false,
  answer: z.object({ environmentCreate: z.object({ id: z.string() }) }),
} satisfies Document<unknown>

export const deleteEnvironmentDocument = {
  name: "deleteEnvironment",
  text: `mutation deleteEnvironment($id: String!) { environmentDelete(id: $id) }`,
  effect: "change",
  idempotent: true,
  answer: z.unknown(),
} satisfies Document<unknown>

export const deleteProjectDocument = {
  name: "deleteProject",
  text: `mutation deleteProject($id: String!) { projectDelete(id: $id) }`,
  effect: "change",
  idempotent: true,
  answer: z.unknown(),
} satisfies Document<unknown>

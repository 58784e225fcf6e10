import type { GithubOptions } from "../options.ts"
import type { ServiceJobs, TestableFolder } from "../spec.ts"
import { variable } from "./expressions.ts"
import * as scripts from "./scripts.ts"
import { aidepSteps, folderSteps, inFolder } from "./steps.ts"
import type { Job, Workflow } from "./types.ts"

/**
 * Tests of all services and of the files aidep wrote. The deploy workflow calls it, so pushes to the deployed
 * branch are tested there.
 */
export function testWorkflow(services: readonly ServiceJobs[], options: GithubOptions): Workflow {
  return {
    name: "aidep test",
    on: {
      push: { "branches-ignore": [options.branch] },
      pull_request: null,
      workflow_call: null,
    },
    permissions: { contents: "read" },
    concurrency: {
      group: "aidep-test-${{ github.event.pull_request.number || github.run_id }}",
      "cancel-in-progress": true,
    },
    jobs: Object.fromEntries([
      ...foldersToTest(services).map(
        ({ service, tests }) =>
          [`test-${service.name}`, testJob(service.name, tests, options)] as const,
      ),
      ["check", checkJob(options)] as const,
    ]),
  }
}

interface Testable extends ServiceJobs {
  readonly tests: TestableFolder
}

/** Services can share a folder, which is tested once, under the name of the first. */
function foldersToTest(services: readonly ServiceJobs[]): readonly Testable[] {
  const testable = services.flatMap((jobs): readonly Testable[] =>
    jobs.tests === undefined ? [] : [{ ...jobs, tests: jobs.tests }],
  )
  const first = new Map(testable.toReversed().map((jobs) => [jobs.tests.path, jobs]))
  return testable.filter((jobs) => first.get(jobs.tests.path) === jobs)
}

function testJob(service: string, folder: TestableFolder, { runner }: GithubOptions): Job {
  const run = folder.language === "node" ? "npm test --if-present" : scripts.runPytest
  return {
    name: `Test ${service}`,
    "runs-on": runner,
    "timeout-minutes": 30,
    steps: [...folderSteps(folder), inFolder(folder.path, { name: "Test", run })],
  }
}

function checkJob(options: GithubOptions): Job {
  const { variables, runner } = options
  const env =
    variables.length === 0
      ? {}
      : { env: Object.fromEntries(variables.map((name) => [name, variable(name)])) }
  return {
    name: "Check the project",
    "runs-on": runner,
    "timeout-minutes": 15,
    steps: [
      ...aidepSteps(options),
      { name: "Check", run: scripts.check, ...env },
      { name: "Compare the rendered files", run: scripts.compareFiles, ...env },
    ],
  }
}

import type { ListrTask } from "listr2"
import type { Plan, PlannedChange } from "../../core/plan/plan.ts"
import { ownerTitle } from "../../core/plan/resource.ts"
import type { StepEvent } from "../../workflows/deploy/apply/apply-step.ts"

/** The changes of a plan as they go on, by platform. */
export interface Tree {
  /** False for what is no part of the tree. */
  readonly tell: (owner: string, text: string) => boolean
  readonly report: (event: StepEvent) => void
  readonly end: () => Promise<void>
}

type Task = Parameters<ListrTask["task"]>[1]

interface Leaf {
  readonly change: PlannedChange
  readonly over: PromiseWithResolvers<void>
  task: Task | undefined
}

const titles = { create: "create", update: "update", replace: "replace", remove: "remove" } as const

/** Draws the tree until every change has ended; `onEnd` is told then. */
export async function startTree(plan: Plan, onEnd: () => void): Promise<Tree> {
  const { Listr, ListrLogger, ProcessOutput } = await import("listr2")
  const leaves = plan.changes
    .filter(({ change }) => change !== "none")
    .map((change): Leaf => ({ change, over: Promise.withResolvers<void>(), task: undefined }))
  const platforms = Map.groupBy(leaves, ({ change }) => change.provider)
  const logger = new ListrLogger({
    processOutput: new ProcessOutput(process.stderr, process.stderr),
  })
  const list = new Listr(
    [...platforms].map(([platform, own]) => platformTask(platform, own)),
    {
      concurrent: true,
      exitOnError: false,
      rendererOptions: { collapseSubtasks: false, logger },
    },
  )
  const drawn = list.run().then(onEnd, onEnd)
  return {
    tell: (owner, text) => {
      const leaf = leaves.find(({ change }) => change.owner === owner)
      if (leaf?.task === undefined) return false
      leaf.task.output = text
      return true
    },
    report: ({ address, provider, status }) => {
      const leaf = leaves.find(
        ({ change }) => change.address === address && change.provider === provider,
      )
      if (status === "failed") leaf?.over.reject(new Error(`${titleOf(leaf.change)}: failed`))
      else if (status !== "started") leaf?.over.resolve()
    },
    end: async () => {
      for (const { task, over } of leaves) {
        task?.skip()
        over.resolve()
      }
      await drawn
    },
  }
}

function platformTask(platform: string, own: readonly Leaf[]): ListrTask {
  return {
    title: platform,
    task: (_, task) => task.newListr(own.map(taskOf), { concurrent: true, exitOnError: false }),
  }
}

function taskOf(leaf: Leaf): ListrTask {
  return {
    title: titleOf(leaf.change),
    task: async (_, task) => {
      leaf.task = task
      await leaf.over.promise
    },
  }
}

function titleOf({ owner, kind, change }: PlannedChange): string {
  const name = ownerTitle(owner)
  return `${change === "none" ? "" : titles[change]} ${name} (${kind})`
}

import { entry } from "aidep/provider"

export const sizeTooLarge = entry<{ asked: string; most: string }>({
  code: "render/size-too-large",
  severity: "error",
  title: "No plan of Render is large enough.",
  message: ({ asked, most }) => `The service asks for ${asked}; the largest plan is ${most}.`,
  hint: () => 'Ask for less under "size", or choose another target.',
  explanation:
    "A service on Render has a plan with a fixed number of CPUs and a fixed memory. Cron jobs go up to 4 CPUs and 8 GiB, all else up to 8 CPUs and 32 GiB.",
  example: { wrong: "size: { memory: 64GiB }", right: "size: { memory: 32GiB }" },
})

export const sizeRounded = entry<{ asked: string; plan: string }>({
  code: "render/size-rounded",
  severity: "warning",
  title: "A plan of Render has more than the size that was asked for.",
  message: ({ asked, plan }) =>
    `The service asks for ${asked} and gets the plan ${plan}, the least that has it.`,
  hint: () => "Ask for the size of a plan, or keep it for other platforms.",
  explanation:
    "A service on Render has a plan with a fixed number of CPUs and a fixed memory. aidep takes the least plan that has both, and says so where it costs more than the size asks for.",
  example: { wrong: "size: { memory: 1GiB }", right: "size: { cpu: 1, memory: 2GiB }" },
})

export const planTooSmall = entry<{ asked: string; plan: string }>({
  code: "render/plan-too-small",
  severity: "warning",
  title: "The plan has less than the size that was asked for.",
  message: ({ asked, plan }) =>
    `The service asks for ${asked}; the option "plan" gives it ${plan}.`,
  hint: () => 'Remove the option "plan" of this service, or lower "size".',
  explanation: 'On Render the option "plan" wins over "size", also where it has less.',
  example: {
    wrong: "size: { memory: 2GiB }\nplatforms: { render: { plan: starter } }",
    right: "size: { memory: 2GiB }\nplatforms: { render: { plan: standard } }",
  },
})

export const planNotForKind = entry<{ plan: string; type: string; possible: string }>({
  code: "render/plan-not-for-kind",
  severity: "error",
  title: "Render does not offer a plan for this kind of service.",
  message: ({ plan, type }) => `Render has no plan "${plan}" for services of its type "${type}".`,
  hint: ({ possible }) => `Choose one of these: ${possible}.`,
  explanation:
    'The plan "free" is for services with a public address, and cron jobs have no plan above "pro plus". An internal service whose callers are all on Render has no public address.',
  example: {
    wrong: "kind: worker\nplatforms: { render: { plan: free } }",
    right: "kind: worker\nplatforms: { render: { plan: starter } }",
  },
})

export const freePlanSleeps = entry({
  code: "render/free-plan-sleeps",
  severity: "warning",
  title: 'A service on the plan "free" does not always run.',
  message: () =>
    'On the plan "free" no instance stays up: it sleeps after 15 minutes without requests.',
  hint: () => 'Set "scale.min" to 0, or choose the plan "starter".',
  explanation:
    'Render stops a service on the plan "free" after 15 minutes without requests, and needs about a minute to start it again.',
})

export const noScaleToZero = entry<{ plan: string }>({
  code: "render/no-scale-to-zero",
  severity: "warning",
  title: "A service on Render does not scale to zero.",
  message: ({ plan }) =>
    `One instance runs instead of 0: services on the plan "${plan}" never sleep.`,
  hint: () => 'Set "scale.min" to 1, or choose a platform that scales to zero.',
  explanation: 'Only the plan "free", for services with a public address, sleeps without requests.',
})

export const tooManyInstances = entry<{ max: number }>({
  code: "render/too-many-instances",
  severity: "error",
  title: "A service on Render has more than 100 instances.",
  message: ({ max }) => `The service may have ${max} instances; Render runs 100 at most.`,
  hint: () => 'Set "scale.max" to 100 or less, and ask for larger instances under "size".',
  explanation: "Render runs up to 100 instances of a service.",
})

export const sizeErrors = [
  sizeTooLarge,
  sizeRounded,
  planTooSmall,
  planNotForKind,
  freePlanSleeps,
  noScaleToZero,
  tooManyInstances,
]

import { entry } from "../catalogue-entry.ts"

export const unpinnedAction = entry<{ action: string }>({
  code: "workflow/unpinned-action",
  severity: "warning",
  title: "An action can change without a commit.",
  message: ({ action }) => `"${action}" is a tag or branch, which its owner can move at any time.`,
  hint: () =>
    'Name the commit, with the version as a comment: "uses: OWNER/ACTION@COMMIT # v4.2.0".',
  explanation:
    "An action runs with the workflow's secrets. A moved tag has more than once handed those to whoever took over an account; a commit cannot be moved.",
  example: {
    wrong:
      "on: push\npermissions: {}\njobs:\n  test:\n    runs-on: ubuntu-latest\n    timeout-minutes: 5\n    steps:\n      - uses: actions/setup-node@v7",
    right:
      "on: push\npermissions: {}\njobs:\n  test:\n    runs-on: ubuntu-latest\n    timeout-minutes: 5\n    steps:\n      - uses: actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0",
  },
})

export const broadPermissions = entry<{ why: string }>({
  code: "workflow/broad-permissions",
  severity: "warning",
  title: "A workflow may do more than it needs.",
  message: ({ why }) => `The token of the workflow may change the repository, since ${why}.`,
  hint: () =>
    'Add "permissions: { contents: read }" to the workflow, and more to the job that needs it.',
  explanation:
    "Without permissions, the token has what the repository's settings give, which often is writing to all of it. Any step, and any package that a step installs, has that token.",
  example: {
    wrong:
      "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    timeout-minutes: 5\n    steps: [{ run: npm test }]",
    right:
      "on: push\npermissions: { contents: read }\njobs:\n  test:\n    runs-on: ubuntu-latest\n    timeout-minutes: 5\n    steps: [{ run: npm test }]",
  },
})

export const untrustedInput = entry<{ expression: string }>({
  code: "workflow/untrusted-input",
  severity: "error",
  title: "A stranger's text becomes part of a command.",
  message: ({ expression }) =>
    `"${expression}" is a text that outsiders write, and here it becomes part of a command.`,
  hint: () => 'Give it to the step under "env", and use "$NAME" in the command.',
  explanation:
    "GitHub puts the value of an expression into the script before the shell reads it. The title of a pull request, or the name of a branch, can then hold commands that run with the workflow's secrets.",
  example: {
    wrong:
      "on: pull_request\npermissions: {}\njobs:\n  greet:\n    runs-on: ubuntu-latest\n    timeout-minutes: 5\n    steps:\n      - run: echo ${{ github.event.pull_request.title }}",
    right:
      'on: pull_request\npermissions: {}\njobs:\n  greet:\n    runs-on: ubuntu-latest\n    timeout-minutes: 5\n    steps:\n      - run: echo "$TITLE"\n        env: { TITLE: "${{ github.event.pull_request.title }}" }',
  },
})

export const untrustedCheckout = entry<{ trigger: string }>({
  code: "workflow/untrusted-checkout",
  severity: "error",
  title: "A stranger's code runs with the repository's secrets.",
  message: ({ trigger }) =>
    `A workflow on "${trigger}" has the repository's secrets, and here it checks out the code of whoever opened the pull request.`,
  hint: () =>
    'Use "on: pull_request", which has no secrets for strangers, or leave the check-out away.',
  explanation:
    "Workflows on pull_request_target and workflow_run run with the rights of the repository itself. Checking out the head of a pull request there lets everybody run code with them.",
  example: {
    wrong:
      'on: pull_request_target\npermissions: {}\njobs:\n  test:\n    runs-on: ubuntu-latest\n    timeout-minutes: 5\n    steps:\n      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1\n        with: { persist-credentials: false, ref: "${{ github.event.pull_request.head.sha }}" }',
    right:
      "on: pull_request\npermissions: {}\njobs:\n  test:\n    runs-on: ubuntu-latest\n    timeout-minutes: 5\n    steps:\n      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1\n        with: { persist-credentials: false }",
  },
})

export const persistedCredentials = entry({
  code: "workflow/persisted-credentials",
  severity: "warning",
  title: "The check-out leaves a token behind.",
  message: () =>
    "The check-out writes the workflow's token into a file that every later step can read.",
  hint: () => 'Add "with: { persist-credentials: false }" to the step.',
  explanation:
    "The action actions/checkout keeps the token for later git commands, unless it is told not to. It is then in reach of every package that a build installs, and of artifacts that take the whole folder.",
  example: {
    wrong:
      "on: push\npermissions: {}\njobs:\n  test:\n    runs-on: ubuntu-latest\n    timeout-minutes: 5\n    steps:\n      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1",
    right:
      "on: push\npermissions: {}\njobs:\n  test:\n    runs-on: ubuntu-latest\n    timeout-minutes: 5\n    steps:\n      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1\n        with: { persist-credentials: false }",
  },
})

export const secretInCommand = entry<{ expression: string }>({
  code: "workflow/secret-in-command",
  severity: "warning",
  title: "A secret becomes part of a command.",
  message: ({ expression }) =>
    `"${expression}" is put into a command, where the list of processes and error messages can show it.`,
  hint: () => 'Give it to the step under "env", and use "$NAME" in the command.',
  explanation:
    "A value in a command is seen by every process of the machine, and a value with a quote or a dollar sign breaks the command. A variable has neither problem.",
  example: {
    wrong:
      "on: push\npermissions: {}\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    timeout-minutes: 5\n    steps:\n      - run: ./deploy --token ${{ secrets.DEPLOY_TOKEN }}",
    right:
      'on: push\npermissions: {}\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    timeout-minutes: 5\n    steps:\n      - run: ./deploy\n        env: { DEPLOY_TOKEN: "${{ secrets.DEPLOY_TOKEN }}" }',
  },
})

export const noTimeout = entry<{ job: string }>({
  code: "workflow/no-timeout",
  severity: "warning",
  title: "A job may hang for six hours.",
  message: ({ job }) =>
    `The job "${job}" has no time limit of its own, so that it ends after six hours.`,
  hint: () => 'Add "timeout-minutes: 15" to the job, or what it needs.',
  explanation:
    "GitHub ends a job after 360 minutes unless it says less. One that hangs is paid for until then and holds back the next deploy.",
  example: {
    wrong:
      "on: push\npermissions: {}\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps: [{ run: npm test }]",
    right:
      "on: push\npermissions: {}\njobs:\n  test:\n    runs-on: ubuntu-latest\n    timeout-minutes: 15\n    steps: [{ run: npm test }]",
  },
})

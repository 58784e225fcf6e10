import { entry, exitCodes } from "aidep/provider"

const { environment, failed, unavailable } = exitCodes

export const copyFailed = entry<{ item: string; path: string; reason: string }>({
  code: "local/copy-failed",
  severity: "error",
  exit: environment,
  title: "A source could not be copied.",
  message: ({ item, path, reason }) =>
    `The source of "${item}" could not be copied to "${path}": ${reason}.`,
  hint: () => "Make room or give access to the folder .aidep, then deploy again.",
  explanation:
    "A service runs from a copy of its source below .aidep, so that packages are installed beside the copy and your own folder stays as it is.",
})

export const unwritable = entry<{ path: string; reason: string }>({
  code: "local/unwritable",
  severity: "error",
  exit: environment,
  title: "A file below .aidep cannot be written.",
  message: ({ path, reason }) => `"${path}" cannot be written: ${reason}.`,
  hint: () => "Make room or give access to the folder .aidep, then deploy again.",
  explanation:
    "What runs on this machine is written down below .aidep, so that the next command finds it again. Without that nothing is started.",
})

export const pythonMissing = entry<{ item: string; tried: readonly string[]; tooOld?: string }>({
  code: "local/python-missing",
  severity: "error",
  exit: unavailable,
  title: "There is no Python that is new enough.",
  message: ({ item, tried, tooOld }) =>
    `"${item}" needs Python 3.11 or newer, and ${tooOld === undefined ? `none of ${tried.join(", ")} is in PATH` : `the newest one in PATH is ${tooOld}`}.`,
  hint: () =>
    'Install it, on Debian and Ubuntu with "sudo apt-get install python3 python3-venv", then deploy again.',
  explanation:
    "Services in Python run with a Python of this machine: the version that the manifest names where it is there, else the newest one from 3.11 on.",
})

export const venvMissing = entry<{ item: string; python: string }>({
  code: "local/venv-missing",
  severity: "error",
  exit: unavailable,
  title: "Python has no module for virtual environments.",
  message: ({ item, python }) =>
    `The packages of "${item}" cannot be installed, because ${python} cannot make a virtual environment.`,
  hint: () =>
    'Install the module, on Debian and Ubuntu with "sudo apt-get install python3-venv", or install uv. Then deploy again.',
  explanation:
    "Packages of a service are installed into a virtual environment of its own. Debian and Ubuntu ship the module venv of Python as a package of its own, python3-venv.",
})

export const npmMissing = entry<{ item: string }>({
  code: "local/npm-missing",
  severity: "error",
  exit: unavailable,
  title: "There is no npm.",
  message: ({ item }) =>
    `The packages of "${item}" cannot be installed, because npm is not in PATH.`,
  hint: () => "Install npm, which comes with Node, then deploy again.",
  explanation: "Services in Node have their packages installed by npm, from their package.json.",
})

export const packagesFailed = entry<{ item: string; command: string; why: string }>({
  code: "local/packages-failed",
  severity: "error",
  exit: failed,
  title: "The packages of a service could not be installed.",
  message: ({ item, command, why }) =>
    `The packages of "${item}" could not be installed: "${command}" ${why}.`,
  hint: () => "Read its last lines, correct the list of packages, then deploy again.",
  explanation:
    "Packages are installed with npm, uv or pip into a copy of the source below .aidep. Their own last lines say what is wrong.",
})

export const buildFailed = entry<{ item: string; command: string; why: string }>({
  code: "local/build-failed",
  severity: "error",
  exit: failed,
  title: "A service could not be built.",
  message: ({ item, command, why }) => `"${item}" could not be built: "${command}" ${why}.`,
  hint: () => "Read its last lines, correct the source, then deploy again.",
  explanation:
    "A static site is built with its build command, and a service in Node with the script build of its package.json where it has one.",
})

export const outputMissing = entry<{ item: string; output: string }>({
  code: "local/output-missing",
  severity: "error",
  exit: failed,
  title: "The build made no site.",
  message: ({ item, output }) => `"${item}" has no folder "${output}" to serve after its build.`,
  hint: () => 'Name the folder that the build command writes in "output", then deploy again.',
  explanation: 'The folder "output" of a static site is served, relative to its source.',
  example: {
    wrong: "site: { kind: static, source: ./web, targets: [local], output: public }",
    right:
      "site: { kind: static, source: ./web, targets: [local], buildCommand: [npm, run, build], output: dist }",
  },
})

export const preDeployFailed = entry<{ item: string; command: string; why: string }>({
  code: "local/pre-deploy-failed",
  severity: "error",
  exit: failed,
  title: "The command before the deploy failed.",
  message: ({ item, command, why }) =>
    `"${item}" was not started, because "${command}" of its "preDeploy" ${why}.`,
  hint: () => "Read its last lines, correct it, then deploy again.",
  explanation:
    '"preDeploy" runs once a deploy, before the new version is started. What it changed until it failed stays changed.',
})

export const programMissing = entry<{ item: string; program: string }>({
  code: "local/program-missing",
  severity: "error",
  exit: unavailable,
  title: "The program of a command is not there.",
  message: ({ item, program }) =>
    `"${item}" cannot run "${program}": it is neither in its source, nor among its packages, nor in PATH.`,
  hint: () => 'Add the package that has it, install it, or correct "command". Then deploy again.',
  explanation:
    "The first word of a command is looked up among the packages of the service, then in PATH. With a slash in it, it is a file of the source.",
})

import { entry } from "../catalogue-entry.ts"

export const floatingBase = entry<{ image: string }>({
  code: "dockerfile/floating-base",
  severity: "warning",
  title: "A base image can change without a commit.",
  message: ({ image }) => `"${image}" names no version, so that each build may start from another.`,
  hint: () => 'Name a version, such as "node:24-slim", or a digest.',
  explanation:
    "Without a tag Docker takes latest, which is whatever was published last: the same commit builds differently tomorrow.",
  example: {
    wrong: 'FROM node\nUSER 1000\nCMD ["node", "server.js"]',
    right: 'FROM node:24-slim\nUSER 1000\nCMD ["node", "server.js"]',
  },
})

export const rootUser = entry<{ user: string }>({
  code: "dockerfile/root-user",
  severity: "warning",
  title: "The container runs as root.",
  message: ({ user }) => `The image runs as ${user}: a fault in the program is a fault of root.`,
  hint: () => 'Add "USER 1000" before CMD, and give that user the files it writes.',
  explanation:
    "Without USER, containers run as root. Whoever breaks into the program then owns the container, its mounted volumes and, with a fault of the runtime, the host.",
  example: {
    wrong: 'FROM node:24-slim\nCMD ["node", "server.js"]',
    right: 'FROM node:24-slim\nUSER 1000\nCMD ["node", "server.js"]',
  },
})

export const secretInImage = entry<{ name: string; instruction: string }>({
  code: "dockerfile/secret-in-image",
  severity: "error",
  title: "A secret becomes part of an image.",
  message: ({ name, instruction }) =>
    `${instruction} writes "${name}" into the image, where everybody who can pull it can read it.`,
  hint: () =>
    "Give secrets to the running service, or to a build step with RUN --mount=type=secret.",
  explanation:
    "Values of ENV and ARG stay in the image's history even when a later step removes them. Secrets reach a service as variables when it starts; a build step can see one in a mount that leaves no trace.",
  example: {
    wrong: 'FROM node:24-slim\nENV API_TOKEN=k3Hq9vPz2LxT\nUSER 1000\nCMD ["node", "server.js"]',
    right: 'FROM node:24-slim\nUSER 1000\nCMD ["node", "server.js"]',
  },
})

export const copiedSecrets = entry<{ file: string }>({
  code: "dockerfile/copied-secrets",
  severity: "error",
  title: "A file of secrets is copied into an image.",
  message: ({ file }) =>
    `"${file}" is copied into the image, where everybody who can pull it can read it.`,
  hint: () => "Remove the instruction; the service gets its secrets as variables when it starts.",
  explanation:
    "An image is handed around: registries, platforms and colleagues have it. Files of secrets stay outside of it.",
  example: {
    wrong: 'FROM node:24-slim\nCOPY .env ./\nUSER 1000\nCMD ["node", "server.js"]',
    right: 'FROM node:24-slim\nCOPY server.js ./\nUSER 1000\nCMD ["node", "server.js"]',
  },
})

export const shellForm = entry<{ instruction: string }>({
  code: "dockerfile/shell-form",
  severity: "warning",
  title: "The program does not hear that it should stop.",
  message: ({ instruction }) =>
    `${instruction} is written as a shell line, so that the signal to stop reaches the shell instead of the program.`,
  hint: ({ instruction }) => `Write it as a list: ${instruction} ["program", "argument"].`,
  explanation:
    "Platforms ask a container to stop and end it by force after a while. A shell in between keeps the request to itself, so that running requests are cut at every deploy.",
  example: {
    wrong: "FROM node:24-slim\nUSER 1000\nCMD node server.js",
    right: 'FROM node:24-slim\nUSER 1000\nCMD ["node", "server.js"]',
  },
})

export const pipedDownload = entry({
  code: "dockerfile/piped-download",
  severity: "warning",
  title: "A download is run unseen.",
  message: () =>
    "A script from the network is run while the image is built, whatever it holds that day.",
  hint: () => "Download a version of it, compare its checksum, then run it; or install a package.",
  explanation:
    "Who controls the address, or the way to it, controls the image. A checksum makes a changed file fail the build.",
  example: {
    wrong:
      'FROM node:24-slim\nRUN curl -fsSL https://example.com/install.sh | sh\nUSER 1000\nCMD ["node", "server.js"]',
    right: 'FROM node:24-slim\nRUN npm ci\nUSER 1000\nCMD ["node", "server.js"]',
  },
})

export const noIgnoreFile = entry<{ folder: string }>({
  code: "dockerfile/no-ignore-file",
  severity: "warning",
  title: "Everything in the folder is copied into the image.",
  message: ({ folder }) =>
    `The whole folder is copied, and "${folder}" has no .dockerignore: .env, .git and node_modules go along.`,
  hint: () => "Add a .dockerignore with .env*, .git and node_modules, or copy single folders.",
  explanation:
    "COPY . takes all that stands in the folder on the machine that builds, also what git ignores. A .dockerignore says what stays out.",
  example: {
    wrong: 'FROM node:24-slim\nCOPY . ./\nUSER 1000\nCMD ["node", "server.js"]',
    right: 'FROM node:24-slim\nCOPY src ./src\nUSER 1000\nCMD ["node", "server.js"]',
  },
})

import { ownValue } from "../manifest/own-value.ts"
import { isMap } from "../manifest/schema/closed.ts"
import { listensIn } from "./code-clues.ts"
import { portOption } from "./command-words.ts"
import { clue, type FolderContents, type ServiceClues } from "./found-service.ts"

const servers = [
  "express",
  "fastify",
  "hono",
  "koa",
  "next",
  "nuxt",
  "@nestjs/core",
  "@hapi/hapi",
  "restify",
  "polka",
  "h3",
  "@remix-run/serve",
  "@react-router/serve",
  "@astrojs/node",
  "@sveltejs/adapter-node",
  "@apollo/server",
  "graphql-yoga",
  "socket.io",
  "ws",
] as const

const queues = ["bullmq", "bull", "amqplib", "kafkajs", "pg-boss", "@temporalio/worker"] as const

/** What builds static sites, and the folder it builds them into. */
const siteBuilders = [
  ["astro", "dist"],
  ["react-scripts", "build"],
  ["@docusaurus/core", "build"],
  ["@11ty/eleventy", "_site"],
  ["gatsby", "public"],
  ["vite", "dist"],
  ["parcel", "dist"],
] as const

const packageFile = "package.json"
export const siteConfigs = [
  "vite.config.ts",
  "vite.config.js",
  "vite.config.mjs",
  "astro.config.mjs",
]

/** Reads `package.json`: a server framework comes before a site builder, and that before a start script. */
export function nodeClues(contents: FolderContents): ServiceClues {
  const description = parseJson(contents.files.get(packageFile) ?? "")
  if (!isMap(description)) return {}
  const scripts = texts(description, "scripts")
  const dependencies = texts(description, "dependencies")
  const all = { ...texts(description, "devDependencies"), ...dependencies }
  const server = servers.find((name) => Object.hasOwn(dependencies, name))
  const common = { ...runtimeClue(contents), ...commandClue(description, contents) }
  if (server !== undefined)
    return { ...common, ...running("web", { note: server, scripts, contents }) }
  const site = siteBuilders.find(([name]) => Object.hasOwn(all, name))
  if (site !== undefined && Object.hasOwn(scripts, "build") && !startsServer(scripts["start"]))
    return { ...runtimeClue(contents), ...siteClues(site, contents) }
  const starts = scripts["start"] !== undefined || listensIn(contents)
  // The root of a workspace starts what its packages hold.
  if (!starts || Object.hasOwn(description, "workspaces")) return {}
  const queue = queues.find((name) => Object.hasOwn(dependencies, name))
  if (queue !== undefined && !listensIn(contents))
    return { ...common, ...running("worker", { note: queue, scripts, contents }) }
  const note = scripts["start"] === undefined ? "main" : "start script"
  return { ...common, ...running("web", { note, scripts, contents }) }
}

interface RunningPackage {
  readonly note: string
  readonly scripts: Readonly<Record<string, string>>
  readonly contents: FolderContents
}

function running(
  kind: "web" | "worker",
  { note, scripts, contents }: RunningPackage,
): ServiceClues {
  const port = portOption(scripts["start"] ?? "")
  const inScript = { file: packageFile, note: "start script" }
  return {
    kind: clue(kind, contents, { file: packageFile, note }),
    ...(port === undefined ? {} : { port: clue(port, contents, inScript) }),
  }
}

/** `vite`, `astro dev` and the like serve a site while it is being written. */
function startsServer(script: string | undefined): boolean {
  return (
    script !== undefined &&
    !/\b(vite|astro|react-scripts|docusaurus|eleventy|gatsby|parcel|serve)\b/.test(script)
  )
}

function siteClues(
  [builder, output]: (typeof siteBuilders)[number],
  contents: FolderContents,
): ServiceClues {
  const inPackage = { file: packageFile, note: builder }
  const configured = siteConfigs.flatMap((file) => {
    const folder = /\boutDir:\s*["'`](?:\.\/)?([\w./-]+)["'`]/.exec(
      contents.files.get(file) ?? "",
    )?.[1]
    return folder === undefined ? [] : [clue(folder, contents, { file })]
  })
  return {
    kind: clue("static", contents, inPackage),
    buildCommand: clue(["npm", "run", "build"], contents, {
      file: packageFile,
      note: "build script",
    }),
    output: configured[0] ?? clue(output, contents, inPackage),
  }
}

function runtimeClue(contents: FolderContents): ServiceClues {
  const version = contents.facts.node?.version
  if (version === undefined) return {}
  return { runtime: clue(`node@${version}`, contents, { file: packageFile, note: "engines" }) }
}

/** Files that start a service by custom, where no start script says it. */
const startFiles = [
  "server.js",
  "index.js",
  "app.js",
  "main.js",
  "server.mjs",
  "index.mjs",
] as const

function commandClue(
  description: Readonly<Record<string, unknown>>,
  contents: FolderContents,
): ServiceClues {
  if (contents.facts.node?.startScript === true || contents.facts.dockerfile) return {}
  const main = ownValue(description, "main")
  const file = [
    ...(typeof main === "string" ? [main.replace(/^\.\//, "")] : []),
    ...startFiles,
  ].find((name) => contents.files.has(name))
  return file === undefined ? {} : { command: clue(["node", file], contents, { file }) }
}

function texts(
  description: Readonly<Record<string, unknown>>,
  name: string,
): Readonly<Record<string, string>> {
  const value = ownValue(description, name)
  if (!isMap(value)) return {}
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""))
  } catch {
    return undefined
  }
}

import type { DockerInstruction, Dockerfile, SourceFolder } from "aidep/provider"
import { healthProbe } from "./probe.ts"
import { codeFolder, ending, ownedFolders, type ServiceImage } from "./service-image.ts"

/** User of the official image and its number, https://github.com/nodejs/docker-node (2026-11-21). */
const user = "node"
const userId = 1000

/** Dependencies and build in one stage; the image has production dependencies only and runs without root. */
export function nodeDockerfile(image: ServiceImage): Dockerfile {
  const base = nodeImage(image.version)
  return {
    stages: [
      {
        from: base,
        name: "build",
        instructions: [
          { do: "workdir", path: codeFolder },
          ...installation(image.code),
          { do: "copy", sources: ["."], to: "./" },
          ...production(image.code),
        ],
      },
      {
        from: base,
        instructions: [
          { do: "env", values: { NODE_ENV: "production" } },
          { do: "run", commands: [ownedFolders(image, user)] },
          { do: "workdir", path: codeFolder },
          { do: "copy", from: "build", owner: `${user}:${user}`, sources: [codeFolder], to: "./" },
          { do: "user", id: userId },
          ...ending(image, healthProbe(image.service)),
        ],
      },
    ],
  }
}

/** The official image on Debian without the compilers, by the version that the user states. */
export function nodeImage(version: string): string {
  return `node:${version}-slim`
}

/** Copies the dependency files alone, so that a change of code keeps the layer with the packages. */
export function installation({ dependencyFile }: SourceFolder): readonly DockerInstruction[] {
  if (dependencyFile === undefined) return []
  const locked = dependencyFile === "package-lock.json"
  const sources = locked ? ["package.json", "package-lock.json"] : ["package.json"]
  return [
    { do: "copy", sources, to: "./" },
    { do: "run", commands: [["npm", locked ? "ci" : "install", "--no-audit", "--no-fund"]] },
  ]
}

function production({ dependencyFile }: SourceFolder): readonly DockerInstruction[] {
  if (dependencyFile === undefined) return []
  const build = ["npm", "run", "build", "--if-present"]
  return [{ do: "run", commands: [build, ["npm", "prune", "--omit=dev"]] }]
}

import type { DockerInstruction, Dockerfile, SourceFolder } from "aidep/provider"
import { ending, mountPoints, type ServiceImage } from "./service-image.ts"

/** User of the official image, https://hub.docker.com/_/node (2026-11-21). */
const user = "node"
const folder = "/app"

/** Dependencies and build in one stage; the image has production dependencies only and runs without root. */
export function nodeDockerfile(image: ServiceImage): Dockerfile {
  const base = nodeImage(image.version)
  const prepare = mountPoints(image, user)
  return {
    stages: [
      {
        from: base,
        name: "build",
        instructions: [
          { do: "workdir", path: folder },
          ...installation(image.code),
          { do: "copy", sources: ["."], to: "./" },
          {
            do: "run",
            commands: [
              ["npm", "run", "build", "--if-present"],
              ["npm", "prune", "--omit=dev"],
            ],
          },
        ],
      },
      {
        from: base,
        instructions: [
          { do: "env", values: { NODE_ENV: "production" } },
          { do: "workdir", path: folder },
          ...(prepare.length === 0 ? [] : [{ do: "run", commands: prepare } as const]),
          { do: "copy", from: "build", owner: `${user}:${user}`, sources: [folder], to: "./" },
          { do: "user", user },
          ...ending(image, nodeProbe),
        ],
      },
    ],
  }
}

export function nodeImage(version: string): string {
  return `node:${version}-slim`
}

/** Copies the dependency files alone, so that a change of code keeps the layer with the packages. */
export function installation({ dependencyFile }: SourceFolder): readonly DockerInstruction[] {
  const locked = dependencyFile === "package-lock.json"
  const sources = locked ? ["package.json", "package-lock.json"] : ["package.json"]
  return [
    { do: "copy", sources, to: "./" },
    { do: "run", commands: [["npm", locked ? "ci" : "install", "--no-audit", "--no-fund"]] },
  ]
}

function nodeProbe(url: string): readonly string[] {
  const script = `fetch(${JSON.stringify(url)}).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))`
  return ["node", "-e", script]
}

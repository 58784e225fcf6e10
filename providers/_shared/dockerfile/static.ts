import type { Dockerfile, DockerStage, Service, SourceFolder } from "aidep/provider"
import { installation, nodeImage } from "./node.ts"
import { checkTimes } from "./service-image.ts"

/** Port of the web server in the image of a static site: above 1023, since it runs without root. */
export const staticSitePort = 8080

/** nginx without root, https://hub.docker.com/r/nginxinc/nginx-unprivileged (2026-11-21). */
const server = "nginxinc/nginx-unprivileged:1.28-alpine"
const root = "/usr/share/nginx/html/"
const folder = "/app"
const defaultNodeVersion = "24"

/** The site is built in a Node stage where there is a build command, and served by nginx as plain files. */
export function staticDockerfile(service: Service, code: SourceFolder): Dockerfile {
  const output = service.output ?? "."
  const { buildCommand } = service
  if (buildCommand === undefined) return { stages: [serverStage({ sources: [`${output}/`] })] }
  const build: DockerStage = {
    from: nodeImage(code.runtime?.language === "node" ? code.runtime.version : defaultNodeVersion),
    name: "build",
    instructions: [
      { do: "workdir", path: folder },
      ...(code.packageManager === "npm" ? installation(code) : []),
      { do: "copy", sources: ["."], to: "./" },
      { do: "run", commands: [buildCommand] },
    ],
  }
  return { stages: [build, serverStage({ from: "build", sources: [`${folder}/${output}/`] })] }
}

function serverStage(files: {
  readonly from?: string
  readonly sources: readonly string[]
}): DockerStage {
  return {
    from: server,
    instructions: [
      { do: "copy", ...files, to: root },
      { do: "expose", port: staticSitePort },
      {
        do: "healthcheck",
        command: ["wget", "-q", "--spider", `http://127.0.0.1:${staticSitePort}/`],
        ...checkTimes,
        startPeriodSeconds: 5,
      },
    ],
  }
}

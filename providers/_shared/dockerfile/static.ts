import type { DockerInstruction, Dockerfile, Service, SourceFolder } from "aidep/provider"
import { installation, nodeImage } from "./node.ts"
import { healthProbe } from "./probe.ts"
import { codeFolder, healthCheck } from "./service-image.ts"
import { staticSitePort } from "./static-site-port.ts"

/** nginx without root; 1.30 is the stable branch, https://hub.docker.com/r/nginxinc/nginx-unprivileged (2026-11-21). */
const server = "nginxinc/nginx-unprivileged:1.30-alpine"
const root = "/usr/share/nginx/html/"
const defaultNodeVersion = "24"

/** The site is built in a Node stage where there is a build command, and served by nginx as plain files. */
export function staticDockerfile(service: Service, code: SourceFolder): Dockerfile {
  const { buildCommand, output = "." } = service
  if (buildCommand === undefined) {
    const files: DockerInstruction = { do: "copy", sources: [`${output}/`], to: root }
    return { stages: [{ from: server, instructions: [files, ...serving(service)] }] }
  }
  const files: DockerInstruction = {
    do: "copy",
    from: "build",
    sources: [`${codeFolder}/${output}/`],
    to: root,
  }
  return {
    stages: [
      {
        from: nodeImage(nodeVersion(code)),
        name: "build",
        instructions: [
          { do: "workdir", path: codeFolder },
          ...installation(code),
          { do: "copy", sources: ["."], to: "./" },
          { do: "run", commands: [buildCommand] },
        ],
      },
      { from: server, instructions: [files, ...serving(service)] },
    ],
  }
}

function nodeVersion({ runtime }: SourceFolder): string {
  return runtime?.language === "node" ? runtime.version : defaultNodeVersion
}

function serving(service: Service): readonly DockerInstruction[] {
  const probe = healthProbe(service)
  return [
    { do: "expose", port: staticSitePort },
    ...(probe === undefined ? [] : [healthCheck(probe, 5000)]),
  ]
}

import { code, type Expression, type Statement } from "aidep/provider"
import { workingFolder } from "./image.ts"
import type { ModalJob, ModalServer, ModalSnapshot, ModalProgram } from "../modal-spec.ts"
import { decorator, type Parameters, sharedParameters } from "./parameters.ts"

const blank: Statement = { type: "blank" }

/** True for a server with a path that `modal run` can ask. */
export function isChecked(entry: ModalServer | ModalJob): boolean {
  return entry.type === "server" && entry.healthPath !== undefined
}

/** The class whose process serves the port, and what tries it out. */
export function serverStatements(spec: ModalProgram, server: ModalServer): readonly Statement[] {
  const name = className(spec.service)
  return [
    blank,
    blank,
    {
      type: "class",
      name,
      decorators: [
        decorator("app.cls", { ...sharedParameters(spec), ...scaling(server) }),
        decorator("modal.concurrent", { max_inputs: code.literal(server.maxInputs) }),
      ],
      body: [...startMethods(spec, server), blank, stopMethod],
    },
    ...checkStatements(name, server),
  ]
}

/** `lora-api` becomes `LoraApi`. */
/** Services may have the names of Python's constants, which no class may have. */
function className(service: string): string {
  return service
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("")
    .replace(/^(?:True|False|None)$/, "$&Service")
}

function scaling(server: ModalServer): Parameters {
  const { startupTimeout, minContainers, maxContainers, scaledownWindow, snapshot } = server
  return {
    startup_timeout: code.literal(startupTimeout),
    min_containers: code.literal(minContainers),
    max_containers: code.literal(maxContainers),
    scaledown_window: scaledownWindow === undefined ? undefined : code.literal(scaledownWindow),
    ...snapshotParameters(snapshot),
  }
}

/** https://modal.com/docs/guide/memory-snapshots (2026-11-21); those of GPUs are in alpha. */
function snapshotParameters(snapshot: ModalSnapshot | undefined): Parameters {
  if (snapshot === undefined) return {}
  const alpha = code.data({ enable_gpu_snapshot: true })
  return {
    enable_memory_snapshot: code.literal(true),
    ...(snapshot.gpu ? { experimental_options: alpha } : {}),
  }
}

/** With a snapshot, the process starts before it is taken, and serves from the container that is restored. */
function startMethods(spec: ModalProgram, server: ModalServer): readonly Statement[] {
  const { snapshot } = server
  const started = startProcess(spec, server)
  if (snapshot === undefined) return [serveMethod(server, started)]
  const run = (command: readonly string[]): Statement => ({
    type: "expression",
    value: code.call("subprocess.run", [code.data(command)], {
      cwd: workingFolder(spec.image),
      check: code.literal(true),
    }),
  })
  return [
    enterMethod("start", true, [started, run(snapshot.before)]),
    blank,
    enterMethod("wake", false, [run(snapshot.after)]),
    blank,
    serveMethod(server, {
      type: "comment",
      text: "The process listens since before the snapshot.",
    }),
  ]
}

function enterMethod(name: string, snap: boolean, body: readonly Statement[]): Statement {
  const decorators = [code.call("modal.enter", [], { snap: code.literal(snap) })]
  return { type: "function", name, parameters: ["self"], decorators, body }
}

function startProcess({ image }: ModalProgram, { command }: ModalServer): Statement {
  const process = code.call("subprocess.Popen", [code.data(command)], { cwd: workingFolder(image) })
  return { type: "assign", name: "self.process", value: process }
}

function serveMethod(server: ModalServer, body: Statement): Statement {
  const { port, startupTimeout, label, requiresProxyAuth } = server
  return {
    type: "function",
    name: "serve",
    parameters: ["self"],
    decorators: [
      code.call("modal.web_server", [code.literal(port)], {
        startup_timeout: code.literal(startupTimeout),
        label: code.literal(label),
        requires_proxy_auth: requiresProxyAuth ? code.literal(true) : undefined,
      }),
    ],
    body: [body],
  }
}

/** Lets the process finish what it has before Modal ends the container. */
const stopMethod: Statement = {
  type: "function",
  name: "stop",
  parameters: ["self"],
  decorators: [code.call("modal.exit")],
  body: [
    { type: "expression", value: code.call("self.process.terminate") },
    { type: "expression", value: code.call("self.process.wait") },
  ],
}

/** `modal run` starts a copy of the service and asks its health path. */
function checkStatements(name: string, server: ModalServer): readonly Statement[] {
  const { healthPath, startupTimeout } = server
  if (healthPath === undefined) return []
  const serve: Expression = { type: "member", of: code.call(name), name: "serve" }
  const address = code.call("urllib.parse.urljoin", [
    code.reference("url"),
    code.literal(healthPath),
  ])
  const request = code.call("urllib.request.urlopen", [address], {
    timeout: code.literal(startupTimeout),
  })
  return [
    blank,
    blank,
    {
      type: "function",
      name: "check",
      decorators: [code.call("app.local_entrypoint")],
      body: [
        { type: "assign", name: "url", value: code.method(serve, "get_web_url") },
        { type: "assign", name: "answer", value: request },
        {
          type: "expression",
          value: code.call("print", [code.reference("url"), code.reference("answer.status")]),
        },
      ],
    },
  ]
}

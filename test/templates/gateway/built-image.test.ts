import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest"
import { eventually } from "../../support/eventually.ts"
import { freePort } from "../../torture/gateway/support/free-port.ts"
import { copyTemplate } from "../template-copy.ts"
import { answerJson, upstreamServer } from "../upstream-server.ts"

const base = "docker.io/library/node:24-slim"
const image = `localhost/aidep-test-gateway-${process.pid}`
const environment = { ...process.env, STORAGE_DRIVER: "vfs", BUILDAH_ISOLATION: "chroot" }
const inMinutes = 300_000

const program = "buildah"
const buildah = (args: readonly string[]) =>
  spawnSync(program, args, { encoding: "utf8", env: environment })

const unavailable =
  process.getuid?.() !== 0 || buildah(["inspect", "--type", "image", base]).status !== 0
if (unavailable)
  console.log(`Skipped: buildah, root or ${base} is missing: no Dockerfile is built for real.`)

describe.skipIf(unavailable)("the image that the Dockerfile makes", () => {
  const template = copyTemplate("services/gateway")
  const settings = mkdtempSync(join(tmpdir(), "aidep-npmrc-"))

  beforeAll(() => {
    writeFileSync(join(template.folder, ".env"), "API_KEYS=secret-of-the-folder\n")
    const mounts = mountsOfNpm(settings).flatMap((mount) => ["--volume", `${mount}:ro`])
    const options = ["--network", "host", "--format", "docker", ...mounts]
    const { status, stdout, stderr } = buildah(["bud", ...options, "-t", image, template.folder])
    if (status !== 0) throw new Error(`${stdout}\n${stderr}`)
  }, inMinutes)

  afterAll(() => {
    buildah(["rmi", "--force", image])
    template.remove()
    rmSync(settings, { recursive: true })
  }, inMinutes)

  test(
    "answers, says that it is well, and ends when it is told to",
    async () => {
      const upstream = await upstreamServer((response) => answerJson(response, { choices: [] }))
      const { url, child, pid } = await run({ UPSTREAM_URL: upstream.url, API_KEYS: "a-key" })
      expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: "ok" })
      const answer = await fetch(`${url}/v1/chat/completions`, {
        method: "POST",
        headers: { authorization: "Bearer a-key", "content-type": "application/json" },
        body: JSON.stringify({ messages: [] }),
      })
      expect([answer.status, await answer.json()]).toEqual([200, { choices: [] }])
      process.kill(pid(), "SIGTERM")
      expect(await once(child, "exit")).toEqual([0, null])
    },
    inMinutes,
  )

  test(
    "runs without root, and holds the build and nothing else",
    () => {
      const container = containerOf(image)
      const inside = (...args: readonly string[]) =>
        buildah(["run", container, "--", ...args]).stdout.trim()
      expect(inside("id", "-u")).toBe("1000")
      expect(inside("ls", "-A", "/app")).toBe("dist")
      expect(inside("sh", "-c", "echo $NODE_ENV; touch /app/mine 2>/dev/null || echo no")).toBe(
        "production\nno",
      )
      expect(inside("grep", "-rl", "secret-of-the-folder", "/app")).toBe("")
    },
    inMinutes,
  )

  test(
    "does not start without keys",
    () => {
      const { status, stderr } = buildah([
        "run",
        "--env=UPSTREAM_URL=http://127.0.0.1:1",
        containerOf(image),
        "--",
        ...commandOf(image),
      ])
      expect(status).toBe(78)
      expect(stderr).toContain("API_KEYS")
    },
    inMinutes,
  )
})

/** The command of the image, as a platform starts it, on a free port. */
async function run(variables: Readonly<Record<string, string>>) {
  const port = await freePort()
  const settings = Object.entries({ ...variables, PORT: String(port), HOST: "127.0.0.1" })
  const options = settings.map(([name, value]) => `--env=${name}=${value}`)
  const args = ["run", ...options, containerOf(image), "--", ...commandOf(image)]
  const child = spawn(program, args, { env: environment, stdio: "ignore" })
  onTestFinished(() => {
    if (child.exitCode === null) process.kill(pidOfGateway(port), "SIGKILL")
  })
  const url = `http://127.0.0.1:${port}`
  await eventually("the container to listen", async () => {
    if (child.exitCode !== null) throw new Error(`The container ended with ${child.exitCode}.`)
    return await fetch(`${url}/health`).catch(() => undefined)
  })
  return { url, child, pid: () => pidOfGateway(port) }
}

/** buildah hands on no signals; the container's processes are among those of this machine. */
function pidOfGateway(port: number): number {
  const pid = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .find((name) => {
      const [command = "", ...args] = wordsOf(`/proc/${name}/cmdline`)
      const runsIt = command.endsWith("node") && args.some((arg) => arg.endsWith("dist/node.js"))
      return runsIt && wordsOf(`/proc/${name}/environ`).includes(`PORT=${port}`)
    })
  if (pid === undefined) throw new Error(`No gateway runs on port ${port}.`)
  return Number(pid)
}

/** Empty for a process that has just ended. */
function wordsOf(file: string): readonly string[] {
  try {
    return readFileSync(file, "utf8").split("\0")
  } catch {
    return []
  }
}

function containerOf(name: string): string {
  const container = buildah(["from", name]).stdout.trim()
  onTestFinished(() => void buildah(["rm", container]))
  return container
}

function commandOf(name: string): readonly string[] {
  const { Docker } = JSON.parse(buildah(["inspect", "--type", "image", name]).stdout)
  return Docker.config.Cmd
}

/** Where this machine's npm needs certificates of its own to reach its registry, npm in a build needs them too. */
function mountsOfNpm(folder: string): readonly string[] {
  const { stdout } = spawnSync("npm", ["config", "get", "cafile"], { encoding: "utf8" })
  const certificates = stdout.trim()
  if (!existsSync(certificates)) return []
  writeFileSync(join(folder, "npmrc"), "cafile=/run/certificates.pem\n")
  return [`${folder}/npmrc:/root/.npmrc`, `${certificates}:/run/certificates.pem`]
}

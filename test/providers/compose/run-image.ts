import { spawn, spawnSync, type ChildProcess } from "node:child_process"
import { once } from "node:events"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"

const program = "buildah"
const environment = { ...process.env, STORAGE_DRIVER: "vfs", BUILDAH_ISOLATION: "chroot" }

function buildah(args: readonly string[]) {
  return spawnSync(program, args, { encoding: "utf8", env: environment })
}

export function imageExists(name: string): boolean {
  return buildah(["inspect", "--type", "image", name]).status === 0
}

const images: string[] = []
const folders: string[] = []

/** Gives an image a second name, until `removeImages`. */
export function nameImage(image: string, name: string): void {
  if (buildah(["tag", image, name]).status === 0) images.push(name)
}

/** Removes the images and folders that tests have made. */
export function removeImages(): void {
  for (const image of images.splice(0)) buildah(["rmi", "--force", image])
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}

export function temporaryFolder(files: ReadonlyMap<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "aidep-image-"))
  folders.push(folder)
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

export interface ImageToRun {
  readonly name: string
  /** A project whose only service has the folder `api`. */
  readonly files: ReadonlyMap<string, string>
  readonly port: number
  /** Folders of this machine that are there during the build: `from:to`. */
  readonly volumes?: readonly string[]
}

/** Builds the image, runs it, asks it for its health, and ends it. */
export async function runImage({ name, files, port, volumes = [] }: ImageToRun) {
  const image = `localhost/aidep-test-${name}-${process.pid}`
  images.push(image)
  const context = join(temporaryFolder(files), "api")
  const mounts = volumes.flatMap((volume) => ["--volume", `${volume}:ro`])
  const options = ["--network", "host", "--format", "docker", ...mounts]
  const built = buildah(["bud", ...options, "-t", image, context])
  if (built.status !== 0) throw new Error(`${built.stdout}\n${built.stderr}`)
  const { Docker } = JSON.parse(buildah(["inspect", "--type", "image", image]).stdout)
  const { Cmd, Healthcheck } = Docker.config
  const container = buildah(["from", image]).stdout.trim()
  const running = spawn(program, ["run", container, "--", ...Cmd], { env: environment })
  await listening(running)
  const answer: unknown = await (await fetch(`http://127.0.0.1:${port}/health`)).json()
  const [, ...probe] = Healthcheck.Test
  const healthy = buildah(["run", container, "--", ...probe]).status
  await fetch(`http://127.0.0.1:${port}/quit`)
  if (running.exitCode === null) await once(running, "exit")
  const ill = buildah(["run", container, "--", ...probe]).status
  buildah(["rm", container])
  return { answer, healthy, ill }
}

export function sizeOf(name: string): string {
  const image = `localhost/aidep-test-${name}-${process.pid}`
  return buildah(["images", "--format", "{{.Size}}", image]).stdout.trim()
}

/** Settles when the server says that it listens; what it said until its end is the error. */
function listening(running: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ""
    const hear = (data: unknown) => {
      said += String(data)
      if (/listening|Uvicorn running/.test(said)) resolve()
    }
    running.stdout?.on("data", hear)
    running.stderr?.on("data", hear)
    running.once("exit", () => reject(new Error(said)))
  })
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  server.close()
  await once(server, "close")
  return typeof address === "object" && address !== null ? address.port : 0
}

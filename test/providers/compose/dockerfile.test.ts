import { spawnSync } from "node:child_process"
import { describe, expect, test } from "vitest"
import type { SourceFacts } from "../../../src/core/project/source-facts.ts"
import { nodeSource, pythonSource } from "../../support/render-manifest.ts"
import { codes, renderOnCompose, webService } from "./render-compose.ts"
import { hadolint } from "./tools.ts"

function dockerfile(fields: string, facts: Partial<SourceFacts> = {}): string {
  const rendered = renderOnCompose(webService(fields), { sources: { "./api": facts } })
  return rendered.files.get("api/Dockerfile") ?? ""
}

const site = (fields: string, facts: Partial<SourceFacts> = {}) =>
  renderOnCompose(
    `version: 1
name: shop
services:
  site: { kind: static, source: ., targets: [compose]${fields} }
`,
    { sources: { ".": facts } },
  ).files.get("Dockerfile") ?? ""

const noPackages = { node: undefined }
const pyproject = {
  ...pythonSource,
  python: {
    version: "3.13",
    dependencyFile: "pyproject.toml",
    fastApi: false,
    torch: false,
    application: undefined,
  },
} as const
const torch = {
  ...pythonSource,
  python: {
    version: "3.13",
    dependencyFile: "requirements.txt",
    fastApi: true,
    torch: true,
    application: "app.main:app",
  },
} as const
const health = "health: { path: /health }"
const digest = `sha256:${"5d".repeat(32)}`

function pins(image: string): string {
  return `build: { baseImages: { "${image}": "${digest}" } }\n`
}

const written = {
  "Node with a lock file": dockerfile(`${health}, volumes: { uploads: { mount: /uploads } }`),
  "Node without a lock file": dockerfile("", {
    node: { version: "22", startScript: true, lockFile: false },
  }),
  "Node without packages": dockerfile("runtime: node@24, command: [node, a.js]", noPackages),
  "Python with requirements.txt": dockerfile(
    `${health}, volumes: { models: { mount: /models } }`,
    pythonSource,
  ),
  "Python with pyproject.toml": dockerfile("command: [python, app.py]", pyproject),
  "Python without packages": dockerfile(
    "runtime: python@3.12, command: [python, app.py]",
    noPackages,
  ),
  "uvicorn without a host": dockerfile('command: [uvicorn, "main:app"]', pythonSource),
  "Python with PyTorch": dockerfile(health, torch),
  "Python with PyTorch on a GPU": dockerfile(`${health}, gpu: [T4]`, torch),
  "Python on a GPU": dockerfile(
    `${health}, gpu: [T4], volumes: { models: { mount: /models } }`,
    pythonSource,
  ),
  "Python with pyproject.toml on a GPU": dockerfile(
    "gpu: [T4], runtime: python@3.12, command: [python, app.py]",
    pyproject,
  ),
  "Node with a digest":
    renderOnCompose(webService("", pins("node:24-slim"))).files.get("api/Dockerfile") ?? "",
  "a site that is built": site(", buildCommand: [npm, run, build], output: dist"),
  "a site of plain files": site(", output: public files", noPackages),
}

describe("the Dockerfile", () => {
  test("of Node installs by the lock file, builds, and keeps production packages only", () => {
    const text = written["Node with a lock file"]
    expect(text).toContain("COPY package.json package-lock.json ./\nRUN npm ci ")
    expect(text).toContain("npm run build --if-present")
    expect(text).toContain("npm prune --omit=dev")
    expect(text).toContain("\nENV NODE_ENV=production\n")
    expect(text.indexOf("npm ci")).toBeLessThan(text.indexOf("COPY . ./"))
  })

  test("of Node without a lock file installs what package.json says, of the version it says", () => {
    const text = written["Node without a lock file"]
    expect(text).toContain("FROM node:22-slim AS build")
    expect(text).toContain("COPY package.json ./\nRUN npm install ")
  })

  test("of a program without packages installs none", () => {
    expect(written["Node without packages"]).not.toMatch(/npm|package/)
    expect(written["Python without packages"]).not.toContain("pip install")
  })

  test("of Python copies a virtual environment into the image", () => {
    const text = written["Python with requirements.txt"]
    expect(text).toContain(
      "COPY requirements.txt ./\nRUN pip install --no-cache-dir -r requirements.txt",
    )
    expect(text).toContain("COPY --from=build /opt/venv /opt/venv")
    expect(text).toContain("PYTHONUNBUFFERED=1")
    expect(text).toContain('CMD ["uvicorn", "app.main:app", "--host", "0.0.0.0", "--port", "3000"]')
  })

  test("of Python with pyproject.toml installs the dependencies before the code is there", () => {
    const text = written["Python with pyproject.toml"]
    expect(text).toContain("FROM python:3.13-slim AS build")
    expect(text).toContain("COPY pyproject.toml ./")
    expect(text.indexOf("tomllib")).toBeLessThan(text.indexOf(". ./\n"))
  })

  test("of PyTorch collects wheels for machines without a GPU, and installs from them alone", () => {
    const text = written["Python with PyTorch"]
    expect(text).toContain("FROM python:3.13-slim AS wheels")
    expect(text).toContain("PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu")
    expect(text).toContain("RUN pip wheel --wheel-dir /wheels --no-cache-dir -r requirements.txt")
    const image = text.slice(text.lastIndexOf("FROM "))
    expect(image).toContain("RUN --mount=type=bind,from=wheels,source=/wheels,target=/wheels ")
    expect(image).toContain("--no-index")
    expect(image).not.toMatch(/COPY --from|PIP_EXTRA_INDEX_URL|NVIDIA/)
    expect(image.indexOf("--no-index")).toBeLessThan(image.indexOf("COPY --chown=app:app . ./"))
  })

  test("of PyTorch on a GPU takes the packages that bring CUDA, on the image of plain Python", () => {
    const text = written["Python with PyTorch on a GPU"]
    expect(text.match(/^FROM .*/gm)).toEqual([
      "FROM python:3.13-slim AS wheels",
      "FROM python:3.13-slim",
    ])
    expect(text).not.toContain("whl/cpu")
    expect(text).toContain("NVIDIA_DRIVER_CAPABILITIES=compute,utility")
  })

  test("has the digest of a base image after its tag, where the manifest gives one", () => {
    const pinned = `FROM node:24-slim@${digest}`
    expect(written["Node with a digest"].match(/^FROM .*/gm)).toEqual([
      `${pinned} AS build`,
      pinned,
    ])
  })

  test("is told apart from a digest that was left behind with another tag", () => {
    const behind = renderOnCompose(webService("", pins("node:22-slim")))
    expect(behind.files.get("api/Dockerfile")).toContain("FROM node:24-slim\n")
    const [told] = behind.diagnostics.filter(({ code }) => code === "build/pin-missed")
    expect(told).toMatchObject({
      message: expect.stringContaining(
        '"node:22-slim" has no effect: the Dockerfiles are built from node:24-slim.',
      ),
      place: { line: 5 },
    })
    const other = renderOnCompose(webService("", pins("python:3.12-slim")))
    expect(codes(other)).not.toContain("warning build/pin-missed")
  })

  test("of other GPU programs has NVIDIA's CUDA and Ubuntu's Python", () => {
    const text = written["Python on a GPU"]
    expect(text.match(/^FROM .*/gm)).toEqual([
      "FROM nvidia/cuda:13.0.3-cudnn-runtime-ubuntu24.04 AS base",
      "FROM base AS wheels",
      "FROM base",
    ])
    expect(text).toContain("python3 python3-venv")
    // 1000 is taken by a user of Ubuntu's image.
    expect(text).toContain("useradd --create-home --uid 1001 app")
    expect(text).toContain("\nUSER 1001\n")
  })

  test("has no CUDA with a Python that NVIDIA's image lacks, and says so", () => {
    const rendered = renderOnCompose(webService("gpu: [T4]"), {
      sources: { "./api": { ...pyproject, python: { ...torch.python, torch: false } } },
    })
    expect(rendered.files.get("api/Dockerfile")).toContain("FROM python:3.13-slim")
    expect(codes(rendered)).toContain("warning build/cuda-missing")
    const fine = renderOnCompose(webService("gpu: [T4]"), { sources: { "./api": torch } })
    expect(codes(fine)).not.toContain("warning build/cuda-missing")
  })

  test("lets uvicorn listen beyond its container where the command does not say so", () => {
    expect(written["uvicorn without a host"]).toContain("UVICORN_HOST=0.0.0.0")
    expect(written["Python with requirements.txt"]).not.toContain("UVICORN_HOST")
  })

  test("runs without root, in folders that the program may write to", () => {
    expect(written["Node with a lock file"]).toContain(
      "RUN install -d -o node -g node /app /uploads\n",
    )
    expect(written["Python with requirements.txt"]).toContain(
      "install -d -o app -g app /app /models\n",
    )
    for (const text of [written["Node with a lock file"], written["Python with requirements.txt"]])
      expect(text).toContain("\nUSER 1000\n")
  })

  test("asks for health only where there is a path to ask", () => {
    expect(written["Node with a lock file"]).toContain("HEALTHCHECK ")
    expect(written["Node without a lock file"]).not.toContain("HEALTHCHECK")
    expect(dockerfile("health: { path: /health, startup: 90s }")).toContain("--start-period=90s")
  })

  test("of a site builds it with Node and serves it with nginx", () => {
    const text = written["a site that is built"]
    expect(text).toContain("RUN npm run build\n")
    expect(text).toContain("COPY --from=build /app/dist/ /usr/share/nginx/html/\n")
    expect(text).toContain("EXPOSE 8080")
    expect(written["a site of plain files"]).toContain(
      'COPY ["public files/", "/usr/share/nginx/html/"]',
    )
  })

  test("belongs to a worker too, which has no port", () => {
    const { files } = renderOnCompose(
      `version: 1
name: shop
services:
  mailer: { kind: worker, source: ./mailer, targets: [compose] }
`,
    )
    expect(files.get("mailer/Dockerfile")).not.toContain("EXPOSE")
  })

  test("gives way to a file that stands already", () => {
    const { artifacts } = renderOnCompose(webService())
    const kept = artifacts.filter(({ path }) => path.startsWith("api/"))
    expect(kept.map(({ path, existing }) => [path, existing])).toEqual([
      ["api/Dockerfile", "keep"],
      ["api/.dockerignore", "keep"],
    ])
  })

  test("is not written where the manifest names one", () => {
    const { artifacts } = renderOnCompose(webService("dockerfile: docker/Dockerfile.prod"), {
      sources: { "./api": nodeSource },
    })
    expect(artifacts.map(({ path }) => path)).toEqual(["compose.yaml", "compose.production.yaml"])
  })

  test.skipIf(hadolint.missing).each(Object.entries(written))("of %s is clean", (_, text) => {
    const { stdout } = spawnSync(hadolint.path, ["--no-color", "-"], {
      input: text,
      encoding: "utf8",
    })
    expect(stdout).toBe("")
  })
})

test(".dockerignore keeps secrets and what the image makes itself out of the image", () => {
  const text = renderOnCompose(webService()).files.get("api/.dockerignore")
  for (const pattern of ["**/.env", "**/.env.*", "**/node_modules", "**/.venv", "**/.git"])
    expect(text?.split("\n")).toContain(pattern)
})

import type { DockerInstruction, Dockerfile, SourceFolder } from "aidep/provider"
import { healthProbe } from "./probe.ts"
import { codeFolder, ending, ownedFolders, type ServiceImage } from "./service-image.ts"

const user = "app"
const userId = 1000
const environment = "/opt/venv"

/** Packages are installed into a virtual environment in one stage and copied into the image, which runs without root. */
export function pythonDockerfile(image: ServiceImage): Dockerfile {
  const base = `python:${image.version}-slim`
  return {
    stages: [
      {
        from: base,
        name: "build",
        instructions: [
          { do: "env", values: { PIP_DISABLE_PIP_VERSION_CHECK: "1", PATH: environmentFirst } },
          { do: "workdir", path: codeFolder },
          { do: "run", commands: [["python", "-m", "venv", environment]] },
          ...installation(image.code),
        ],
      },
      {
        from: base,
        instructions: [
          { do: "env", values: runtimeVariables(image.start) },
          {
            do: "run",
            commands: [
              ["useradd", "--create-home", "--uid", String(userId), user],
              ownedFolders(image, user),
            ],
          },
          { do: "workdir", path: codeFolder },
          { do: "copy", from: "build", sources: [environment], to: environment },
          { do: "copy", owner: `${user}:${user}`, sources: ["."], to: "./" },
          { do: "user", id: userId },
          ...ending(image, healthProbe(image.service)),
        ],
      },
    ],
  }
}

const environmentFirst = { expanded: `${environment}/bin:$PATH` }

function runtimeVariables(start: readonly string[]) {
  const always = { PATH: environmentFirst, PYTHONUNBUFFERED: "1", PYTHONDONTWRITEBYTECODE: "1" }
  // Without `--host`, uvicorn listens on 127.0.0.1, which nothing outside the container reaches.
  const bare = start.includes("uvicorn") && !start.some((argument) => argument.startsWith("--host"))
  return bare ? { ...always, UVICORN_HOST: "0.0.0.0" } : always
}

function installation({ dependencyFile }: SourceFolder): readonly DockerInstruction[] {
  if (dependencyFile === "requirements.txt")
    return [
      { do: "copy", sources: ["requirements.txt"], to: "./" },
      {
        do: "run",
        commands: [["pip", "install", "--no-cache-dir", "-r", "requirements.txt"]],
      },
    ]
  if (dependencyFile === "pyproject.toml")
    return [
      { do: "copy", sources: ["pyproject.toml"], to: "./" },
      { do: "run", commands: [["python", "-c", installProjectDependencies]] },
    ]
  return []
}

/**
 * Installs what `project.dependencies` lists, without the project itself: pip has no option for that, and
 * `pip install .` would need the code, so that each change of code installed all packages again.
 */
const installProjectDependencies = [
  "import subprocess, sys, tomllib",
  'names = tomllib.load(open("pyproject.toml", "rb"))["project"].get("dependencies", [])',
  'subprocess.check_call([sys.executable, "-m", "pip", "install", "--no-cache-dir", "pip", *names])',
].join("; ")

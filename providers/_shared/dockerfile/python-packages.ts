import type { DockerInstruction, SourceFolder } from "aidep/provider"

/** Virtual environment of the image. */
export const environment = "/opt/venv"
export const environmentFirst = { expanded: `${environment}/bin:$PATH` }

/**
 * Copies the dependency file alone, so that a change of code keeps the layer with the packages, and hands what it
 * lists to a command of pip.
 */
export function installation(
  { dependencyFile, engineFile = "requirements.txt" }: SourceFolder,
  pip: readonly string[],
): readonly DockerInstruction[] {
  const command = [...pip, "--no-cache-dir"]
  if (dependencyFile === "requirements.txt")
    return [
      { do: "copy", sources: [engineFile], to: "./" },
      { do: "run", commands: [["pip", ...command, "-r", engineFile]] },
    ]
  if (dependencyFile === "pyproject.toml")
    return [
      { do: "copy", sources: ["pyproject.toml"], to: "./" },
      { do: "run", commands: [["python", "-c", withProjectDependencies, ...command]] },
    ]
  return []
}

/**
 * Hands pip what `project.dependencies` lists, without the project itself: pip has no option for that, and
 * `pip install .` would need the code, so that each change of code installed all packages again.
 */
const withProjectDependencies = [
  "import subprocess, sys, tomllib",
  'names = tomllib.load(open("pyproject.toml", "rb"))["project"].get("dependencies", [])',
  'names and subprocess.check_call([sys.executable, "-m", "pip", *sys.argv[1:], *names])',
].join("; ")

/** What stands in a source folder, read from disk before the project is resolved. */
export interface SourceFacts {
  /** `outside`: it leaves the project through a symbolic link. */
  readonly status: "folder" | "file" | "missing" | "outside" | "unreadable"
  /** A Dockerfile of the user; one that aidep wrote does not count. */
  readonly dockerfile: boolean
  /** Content of `package.json` that matters, when there is one. */
  readonly node: NodeFacts | undefined
  readonly python: PythonFacts | undefined
}

export interface NodeFacts {
  /** Of `engines.node`, major version only; undefined when not stated. */
  readonly version: string | undefined
  readonly startScript: boolean
  readonly lockFile: boolean
}

export interface PythonFacts {
  /** Of `requires-python` or `.python-version`, such as 3.12; undefined when not stated. */
  readonly version: string | undefined
  /** File that lists the dependencies. */
  readonly dependencyFile: "requirements.txt" | "pyproject.toml"
  readonly fastApi: boolean
  /** PyTorch is listed, or a package that cannot do without it. */
  readonly torch: boolean
  /** What `requirements-<engine>.txt` lists in place of `requirements.txt`, by the engine of a model. */
  readonly engines?: Readonly<Partial<Record<string, EngineFacts>>>
  /** Import path of the application, such as `app.main:app`, where one was found. */
  readonly application: string | undefined
}

export interface EngineFacts {
  /** `requirements-vllm.txt` and the like. */
  readonly file: string
  readonly torch: boolean
}

/** Facts of every source folder in the manifest, by the path as it is written there. */
export type SourceFactsByPath = ReadonlyMap<string, SourceFacts>

const reasons: Readonly<Record<string, string>> = {
  E2BIG: "its arguments and variables are longer than the system allows",
  EACCES: "permission denied",
  EAGAIN: "the system allows no more processes",
  EEXIST: "a part of its path is a file",
  EISDIR: "it is a folder",
  ELOOP: "its symbolic links go round in a circle",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "its name is too long",
  ENFILE: "too many files are open",
  ENOMEM: "the memory is full",
  ENOSPC: "the disk is full",
  ENOTDIR: "a part of its path is a file",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
}

/** Never the error's own text: Node quotes the value of a variable that it refuses, which may be a secret. */
export function reasonFor(error: unknown): string {
  const code = codeOf(error)
  return reasons[code] ?? (code === "" ? "an unexpected error" : `the system answered ${code}`)
}

export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : ""
}

/** Without `--host`, uvicorn listens on 127.0.0.1, which nothing outside the container reaches. */
export function uvicornHost(start: readonly string[]): Readonly<Record<string, string>> {
  const bare = start.includes("uvicorn") && !start.some((argument) => argument.startsWith("--host"))
  return bare ? { UVICORN_HOST: "0.0.0.0" } : {}
}
